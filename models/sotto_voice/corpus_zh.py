"""Mandarin training sentences: a seeded grammar over words of our own, and the common characters in
short groups, so that every syllable turns up in every tone it has."""

from __future__ import annotations

import random

PEOPLE = '我 你 他 她 我们 你们 他们 大家 小王 小李 老张 王老师 李医生 张先生 陈小姐 爸爸 妈妈 哥哥 姐姐 弟弟 妹妹 爷爷 奶奶 朋友 同学 邻居 司机 警察 护士 孩子 老人 学生 客人 经理'.split()
PLACES = '北京 上海 广州 南京 杭州 成都 西安 重庆 香港 台湾 云南 四川 学校 医院 公园 图书馆 火车站 飞机场 超市 饭店 银行 邮局 办公室 教室 厨房 客厅 花园 海边 山上 河边 村子里 城里 家里 路口 楼上 楼下'.split()
THINGS = '书 报纸 词典 手机 电脑 电视 雨伞 眼镜 钥匙 钱包 衣服 裤子 裙子 帽子 鞋子 袜子 桌子 椅子 杯子 盘子 筷子 勺子 刀 灯 床 门 窗户 汽车 自行车 飞机 船 照片 地图 礼物 信 票 花 树 石头 月亮 太阳 星星 云 雪 绿茶 女儿 儿子 玩具 铅笔 橡皮 剪刀 镜子 牙刷 毛巾 冰箱 空调 洗衣机'.split()
FOODS = '苹果 香蕉 葡萄 西瓜 草莓 橘子 梨 桃子 米饭 面条 饺子 包子 馒头 鸡蛋 牛奶 豆腐 白菜 萝卜 土豆 西红柿 黄瓜 羊肉 牛肉 鱼 虾 糖 盐 酱油 醋 咖啡 果汁 啤酒 蛋糕 巧克力 花生'.split()
ANIMALS = '狗 猫 马 牛 羊 猪 鸡 鸭子 兔子 老虎 狮子 熊猫 猴子 大象 蛇 鸟 蝴蝶 蜜蜂 蚂蚁 青蛙 乌龟 鲸鱼 狐狸 老鼠'.split()
VERBS = '买 卖 找 看 拿 洗 画 借 送 修理 打开 关上 喜欢 需要 忘记 准备 检查 带来 放下 丢掉 选择 研究 欣赏 保护 藏起来 收到 使用 寻找'.split()
ACTIONS = '唱歌 跳舞 跑步 游泳 睡觉 吃饭 喝水 上班 下班 上课 学习 工作 休息 散步 聊天 旅行 爬山 钓鱼 写字 做饭 开车 打电话 看电影 听音乐 拍照 购物 下棋 打篮球 踢足球 滑雪'.split()
ADJECTIVES = '大 小 高 矮 长 短 新 旧 快 慢 热 冷 暖和 凉快 干净 漂亮 好看 好吃 便宜 贵 重要 简单 困难 安静 热闹 聪明 勇敢 温柔 可爱 奇怪 舒服 危险 安全 年轻 健康 幸福 快乐 难过 生气 紧张 轻松 红 黄 蓝 绿 白 黑 紫'.split()
TIMES = '今天 明天 昨天 前天 后天 早上 上午 中午 下午 晚上 半夜 现在 刚才 以后 以前 去年 今年 明年 上个月 下个星期 星期一 星期三 星期五 星期天 春天 夏天 秋天 冬天 一月 二月 三月 七月 九月 十二月 八点半 三点一刻 六点钟'.split()
ADVERBS = '很 非常 特别 真 有点儿 比较 更 太 不 不太 最'.split()
DIGITS = '零 一 二 三 四 五 六 七 八 九'.split()
SHORT = """你好！ 再见。 谢谢。 不客气。 对不起。 没关系。 早上好！ 晚安。 是的。 不是。 好的。 好吧。 当然。 真的吗？ 为什么？ 谁？ 哪里？
什么？ 怎么了？ 几点了？ 多少钱？ 快点儿！ 等一下。 请坐。 请进。 小心！ 加油！ 太好了！ 没有。 有。 可以。 不行！ 走吧。 来了。 知道了。
我不知道。 没问题。 辛苦了。 恭喜恭喜！ 祝你好运。 生日快乐！ 新年好！ 一会儿见。 慢走。 是吗？ 对吗？ 好吗？ 行不行？ 你呢？ 我也是。 一样。
一起去。 不一定。 不要。 不会。 也许吧。 随便。 差不多。 嗯，好。 啊！ 哎呀！ 喂，你好。 别怕。 别动！ 救命！ 算了。 还没有。 马上。""".split()
FIXED = """妈妈骑马，马慢，妈妈骂马。
四是四，十是十，十四是十四，四十是四十。
吃葡萄不吐葡萄皮，不吃葡萄倒吐葡萄皮。
今天天气很好，我们去公园走走吧。
请您往里走，展览馆在左边。
我想买五把小雨伞，两把给你，三把给我。
一年有十二个月，一个月有三十天左右。
绿色的旅行包里有女儿的词语卡片。
雪花在空中飞舞，像白色的蝴蝶。
您的声音只留在这台电脑里。
下一章从第四十二页开始。
电池快没电了，请插上充电器。
前面路口左转，然后走第二个出口。""".splitlines()


def common_characters() -> list[str]:
    """The 3,755 characters of GB 2312's first level, in the order of their pinyin."""
    rows = range(0xB0, 0xD8)
    codes = (bytes([row, cell]) for row in rows for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA))
    return [code.decode('gb2312') for code in codes]


class MandarinGrammar:
    """Sentences from one random stream."""

    def __init__(self, seed: int):
        self._random = random.Random(seed)
        self._kinds = [
            (6, self._plain), (4, self._place), (4, self._yes_no), (4, self._wh), (4, self._list), (3, self._number),
            (3, self._opinion), (3, self._clauses), (2, self._quote), (2, self._polite), (2, self._exclaim), (2, self._or),
            (2, self._phrase), (2, self._because),
        ]

    def sentence(self) -> str:
        weights, makers = zip(*self._kinds)
        return self._random.choices(makers, weights)[0]()

    def _one(self, options: list[str]) -> str:
        return self._random.choice(options)

    def _thing(self) -> str:
        noun = self._one(self._one([THINGS, FOODS, ANIMALS]))
        return self._one([noun, noun, f'{self._one(ADJECTIVES)}的{noun}', f'一个{noun}', f'这个{noun}', f'{self._one(PEOPLE)}的{noun}'])

    def _plain(self) -> str:
        return self._one([
            f'{self._one(PEOPLE)}{self._one(VERBS)}{self._thing()}。', f'{self._one(TIMES)}{self._one(PEOPLE)}去{self._one(PLACES)}{self._one(ACTIONS)}。',
            f'{self._one(PEOPLE)}{self._one(VERBS)}了{self._thing()}。', f'{self._one(PEOPLE)}正在{self._one(ACTIONS)}呢。',
            f'{self._one(PEOPLE)}把{self._one(THINGS)}放在{self._one(PLACES)}了。', f'{self._one(PEOPLE)}不想{self._one(ACTIONS)}。',
        ])

    def _place(self) -> str:
        return self._one([f'{self._one(PLACES)}有很多{self._one(ANIMALS)}。', f'{self._one(PEOPLE)}从{self._one(PLACES)}到{self._one(PLACES)}去。',
                          f'{self._thing()}在{self._one(PLACES)}。', f'{self._one(PLACES)}离{self._one(PLACES)}不远。'])

    def _yes_no(self) -> str:
        return self._one([f'{self._one(PEOPLE)}{self._one(TIMES)}{self._one(ACTIONS)}吗？', f'你{self._one(["有没有", "要不要", "喜不喜欢", "想不想买"])}{self._thing()}？',
                          f'{self._thing()}{self._one(ADJECTIVES)}吗？', f'{self._one(PEOPLE)}会{self._one(ACTIONS)}吗？', f'我们一起{self._one(ACTIONS)}，好吗？'])

    def _wh(self) -> str:
        return self._one([f'{self._one(PEOPLE)}为什么{self._one(VERBS)}{self._thing()}？', f'谁{self._one(VERBS)}了{self._thing()}？',
                          f'{self._one(THINGS)}在哪儿？', f'{self._one(PEOPLE)}什么时候去{self._one(PLACES)}？', f'怎么{self._one(ACTIONS)}？', f'{self._thing()}多少钱？'])

    def _list(self) -> str:
        items = self._random.sample(self._one([FOODS, THINGS, ANIMALS, PLACES]), self._random.randint(3, 5))
        joined = '、'.join(items[:-1]) + '和' + items[-1]
        return self._one([f'{self._one(PEOPLE)}买了{joined}。', f'有{joined}。', f'{joined}。', f'{self._one(PEOPLE)}喜欢{joined}。'])

    def _count(self) -> str:
        tens = self._random.choice(DIGITS[2:])
        return self._one([f'{tens}十{self._one(DIGITS[1:])}', f'{self._one(DIGITS[1:])}百{tens}十', f'{self._one(DIGITS[3:])}千', f'{tens}百零{self._one(DIGITS[1:])}',
                          f'十{self._one(DIGITS[1:])}', f'{tens}万', f'{self._one(DIGITS)}点{self._one(DIGITS)}'])

    def _number(self) -> str:
        year = ''.join(self._random.choices(DIGITS, k=4))
        return self._one([f'一共{self._count()}块钱。', f'{self._one(PLACES)}有{self._count()}个{self._one(["人", "学生", "房间", "座位"])}。', f'{year}年{self._one(DIGITS[1:])}月十{self._one(DIGITS[1:])}号。',
                          f'电话是{"".join(self._random.choices(DIGITS, k=4))}，{"".join(self._random.choices(DIGITS, k=4))}。', f'第{self._count()}页。'])

    def _opinion(self) -> str:
        return self._one([f'{self._thing()}{self._one(ADVERBS)}{self._one(ADJECTIVES)}。', f'我觉得{self._one(PLACES)}{self._one(ADVERBS)}{self._one(ADJECTIVES)}。',
                          f'{self._one(PEOPLE)}又{self._one(ADJECTIVES)}又{self._one(ADJECTIVES)}。', f'{self._thing()}比{self._thing()}{self._one(ADJECTIVES)}。'])

    def _clauses(self) -> str:
        mark = self._one(['，', '，', '；', '：', '——'])
        return f'{self._plain()[:-1]}{mark}{self._plain()}'

    def _quote(self) -> str:
        return f'{self._one(PEOPLE)}说：“{self._one([self._plain, self._opinion, self._yes_no])()}”'

    def _polite(self) -> str:
        return self._one([f'请给我{self._thing()}。', f'请问，{self._one(PLACES)}怎么走？', f'对不起，我没{self._one(VERBS)}{self._one(THINGS)}。', f'麻烦您{self._one(VERBS)}{self._one(THINGS)}，谢谢。'])

    def _exclaim(self) -> str:
        return self._one([f'多么{self._one(ADJECTIVES)}的{self._one(THINGS)}啊！', f'{self._thing()}太{self._one(ADJECTIVES)}了！', f'别{self._one(ACTIONS)}！', f'快{self._one(ACTIONS)}！'])

    def _or(self) -> str:
        return f'你要{self._one(FOODS)}还是{self._one(FOODS)}？'

    def _phrase(self) -> str:
        return self._one([f'{self._one(ADJECTIVES)}的{self._one(THINGS)}。', f'{self._one(PLACES)}。', f'{self._one(TIMES)}，', f'{self._one(ACTIONS)}。', f'{self._one(FOODS)}？'])

    def _because(self) -> str:
        return self._one([f'因为{self._one(TIMES)}{self._one(ADVERBS)}{self._one(ADJECTIVES)}，所以{self._plain()}', f'虽然{self._one(PEOPLE)}{self._one(ADVERBS)}{self._one(ADJECTIVES)}，但是{self._plain()}',
                          f'如果{self._one(TIMES)}{self._one(ACTIONS)}，{self._plain()}'])


def character_lines(seed: int) -> list[str]:
    """Every common character once, in groups of two to six, spoken singly, in pairs or in a frame."""
    stream = random.Random(seed)
    characters = common_characters()
    stream.shuffle(characters)
    lines, place = [], 0
    while place < len(characters):
        take = stream.choice([2, 4, 4, 5, 6, 6])
        group = characters[place : place + take]
        place += take
        pairs = [''.join(group[i : i + 2]) for i in range(0, len(group), 2)]
        lines.append(stream.choice(['、'.join(group) + '。', '，'.join(pairs) + '。', f'{"".join(group[:3])}，{"".join(group[3:]) or "好"}。', f'这是{"、".join(pairs)}。']))
    return lines


def sentences(count: int, seed: int) -> list[str]:
    """`count` different sentences."""
    lines = [*FIXED, *SHORT, *character_lines(seed)]
    result = dict.fromkeys(lines)
    grammar = MandarinGrammar(seed)
    while len(result) < count:
        text = grammar.sentence()
        if len(text) <= 26:
            result[text] = None
    return list(result)[:count]


def test_sentences(count: int, seed: int) -> list[str]:
    """Held-out sentences of the same grammar."""
    grammar = MandarinGrammar(seed)
    result: dict[str, None] = {}
    while len(result) < count:
        text = grammar.sentence()
        if 5 <= len(text) <= 22 and text[-1] in '。？！':
            result[text] = None
    return list(result)
