import { matchAt, spoken } from '../piece.js';
import type { Rule } from '../piece.js';
import { numberReading, quantityReading } from './number-words.js';
import { NUMBER } from './numbers.js';

const UNITS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'km/h': '公里每小时',
    'm/s': '米每秒',
    'm/s²': '米每二次方秒',
    'kg/m³': '千克每立方米',
    'L/100km': '升每百公里',
    'MB/s': '兆字节每秒',
    'Mb/s': '兆比特每秒',
    Mbps: '兆比特每秒',
    Gbps: '吉比特每秒',
    'km²': '平方公里',
    'm²': '平方米',
    'cm²': '平方厘米',
    'm³': '立方米',
    'cm³': '立方厘米',
    '㎡': '平方米',
    '㎏': '千克',
    '㎝': '厘米',
    '㎜': '毫米',
    '㎞': '公里',
    km: '公里',
    m: '米',
    cm: '厘米',
    mm: '毫米',
    µm: '微米',
    nm: '纳米',
    kg: '千克',
    g: '克',
    mg: '毫克',
    t: '吨',
    L: '升',
    l: '升',
    ml: '毫升',
    mL: '毫升',
    s: '秒',
    ms: '毫秒',
    µs: '微秒',
    min: '分钟',
    h: '小时',
    KB: '千字节',
    kB: '千字节',
    MB: '兆字节',
    GB: '吉字节',
    TB: '太字节',
    Hz: '赫兹',
    kHz: '千赫',
    MHz: '兆赫',
    GHz: '吉赫',
    W: '瓦',
    kW: '千瓦',
    MW: '兆瓦',
    kWh: '千瓦时',
    V: '伏',
    kV: '千伏',
    A: '安',
    mAh: '毫安时',
    Ω: '欧姆',
    Pa: '帕',
    kPa: '千帕',
    J: '焦耳',
    kcal: '千卡',
    dB: '分贝',
    rpm: '转每分钟',
    fps: '帧每秒',
    px: '像素',
    '℃': '摄氏度',
    '°C': '摄氏度',
    '℉': '华氏度',
    '°F': '华氏度',
    '°': '度',
  }),
);
const TEMPERATURES = new Set(['℃', '°C', '℉', '°F']);
const SYMBOLS = [...UNITS.keys()].sort((a, b) => b.length - a.length).join('|');
const QUANTITY = new RegExp(
  `(-?)(${NUMBER})(?:( ?[-–—~～] ?)(-?${NUMBER}))? ?(${SYMBOLS})(?![A-Za-z\\d/])`,
  'uy',
);

/** 5 km/h → 五公里每小时, 2kg → 两千克, -5℃ and 零下-5℃ → 零下五摄氏度 */
export const quantity: Rule = ({ text }, at) => {
  const match = matchAt(QUANTITY, text, at);
  if (match === undefined) return undefined;
  const [all, sign, from = '', , to, symbol = ''] = match;
  const unit = UNITS.get(symbol);
  if (unit === undefined) return undefined;
  if (sign === '-' && /[A-Za-z\d)]/.test(text[at - 1] ?? '')) return undefined;
  const said = text.slice(Math.max(0, at - 2), at) === '零下';
  const minus = sign !== '-' || said ? '' : TEMPERATURES.has(symbol) ? '零下' : '负';
  const amount =
    to === undefined
      ? quantityReading(from)
      : `${numberReading(from)}到${numberReading(said ? to.replace(/^-/, '') : to)}`;
  return [spoken(at, at + all.length, [minus + amount, unit], 'zh')];
};
