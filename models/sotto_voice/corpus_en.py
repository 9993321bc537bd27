"""English training sentences: a seeded grammar over word lists of our own, and dictionary words for
rare sounds."""

from __future__ import annotations

import random
from pathlib import Path

PEOPLE = """Anna Peter Maria James Sophie Daniel Laura Thomas Emily George Hannah Oliver Julia Henry Clara Martin Ruth Arthur
Nora Felix Grace Victor Alice Hugo Irene Leo Judith Oscar Sarah Walter Fiona Duncan Hamish Catriona Douglas Elspeth Miguel
Yuki Priya Ahmed Ingrid Zoe Joyce Roy Floyd Beth Keith Theodore Genevieve Jean Ewan Ursula Quentin Xavier""".split()
TITLES = ['Doctor', 'Professor', 'Captain', 'Mister', 'Missus', 'Miss', 'Judge', 'Uncle', 'Aunt', 'President']
SURNAMES = """Smith Jones Brown Taylor Wilson Walker Hughes Murray Campbell Fraser Young Shaw Wright Chang Garcia Novak
Schultz Olsen Foyle Hawthorne Boyd Joyce Rooney Vaughan Yates Zimmer Ashworth Birch Thatcher Treasure""".split()
PLACES = """London Paris Edinburgh Glasgow Boston Chicago Texas Norway Japan Brazil Madrid Athens Vienna Dublin Oxford Berlin Asia Egypt
Cairo Mumbai Nairobi Sydney Toronto Denver Portland Florida Geneva Prague Lisbon Stockholm Beijing Shanghai Inverness
Aberdeen Orkney Cambridge Yorkshire Ohio Utah Hawaii Zurich""".split()
ANIMATE = """teacher farmer doctor nurse sailor baker driver painter singer writer lawyer soldier gardener waiter cousin brother
sister neighbour father mother daughter son child boy girl woman man stranger visitor student captain judge butcher
carpenter librarian musician engineer scientist mayor postman plumber shepherd widow youth king queen thief chef
actress beggar cyclist dentist journalist landlord mechanic pilot referee tailor usher villager witness""".split()
ANIMALS = """dog cat horse cow sheep goat fox wolf bear mouse rabbit hedgehog squirrel owl eagle sparrow crow swan goose duck whale
dolphin shark salmon frog snake lizard spider beetle bee wasp moth butterfly elephant giraffe zebra lion tiger monkey
camel donkey pigeon otter badger thrush""".split()
THINGS = """book letter window door chair table lamp clock watch kettle cup plate spoon knife fork bottle basket box bag coat hat
glove shoe scarf shirt button needle thread hammer nail saw ladder rope bucket brush broom candle match key lock coin
purse ticket map compass camera radio telephone computer keyboard screen pencil paper notebook picture mirror pillow
blanket carpet curtain garage bridge tower castle church school hospital station harbour ship boat train bus bicycle
engine wheel road path field forest garden river lake beach island mountain valley cloud storm shadow fire stone
treasure measure journey voyage message question answer story song poem speech joke lesson idea plan reason choice
mistake promise secret surprise breath truth youth moth cloth bath leather feather weather oath fifth sixth twelfth
television vision decision explosion beige rug azure vase orchard jungle badge edge village cottage language judgement
march branch bench peach lunch church sketch oyster toy coin joint oil noise voice choir ointment house mouth south
crowd towel flour vow cushion wool bush hook cook foot wolf pudding sugar bull""".split()
FOODS = """apples pears oranges plums cherries peaches grapes lemons onions carrots potatoes tomatoes mushrooms beans peas rice
bread butter cheese milk eggs honey jam sugar salt pepper fish chicken beef soup salad pasta porridge yoghurt chocolate
biscuits cake coffee tea water juice wine vinegar olives nuts garlic ginger cabbage spinach sausages pancakes""".split()
ADJECTIVES = """old young new small large long short tall heavy light dark bright quiet loud quick slow cold warm hot cool dry wet
clean dirty empty full open broken strange familiar famous secret simple difficult careful careless cheerful gloomy
gentle rough smooth sharp blunt narrow wide shallow deep thick thin round square straight crooked golden silver wooden
purple yellow green blue red white black grey brown pink orange enormous tiny huge curious anxious jealous generous
nervous obvious precious delicious ancient modern royal loyal noisy juicy rosy dusty foggy windy icy shy wise cruel
foolish clever stubborn lazy busy angry happy hungry thirsty sleepy weary honest humble ordinary splendid terrible
beautiful marvellous peculiar usual casual unusual thorough worthy healthy wealthy smooth breathless faithful youthful
joyful spoiled pointed annoyed""".split()
TRANSITIVE = """found lost kept sold bought carried opened closed watched painted measured noticed dropped lifted pushed pulled threw
caught cleaned broke fixed hid borrowed admired chose described drew forgot imagined joined judged touched reached
finished washed wrapped moved turned covered shook took stole destroyed enjoyed avoided examined followed guarded
ignored loved mentioned ordered photographed questioned recognised remembered replaced returned shared searched
studied treasured used valued wanted yielded visited""".split()
BASES = """find lose keep sell buy carry open close watch paint measure notice drop lift push pull throw catch clean break fix hide
borrow admire choose describe draw forget imagine join judge touch reach finish wash wrap move turn cover shake take
destroy enjoy avoid examine follow guard ignore love mention order question recognise remember replace return share
search study treasure use value want visit bring show give send read write hear see feel hold teach""".split()
INTRANSITIVE = """laughed smiled waited slept arrived left sang danced whispered shouted coughed sneezed yawned listened stumbled vanished
appeared hesitated nodded shrugged sighed worked played rested travelled wandered swam fell stood sat ran walked
jumped cried paused breathed bowed coughed agreed argued apologised complained hurried""".split()
ADVERBS = """slowly quickly quietly loudly carefully suddenly gently roughly sadly happily angrily eagerly nervously politely rarely often
usually always never sometimes once twice yesterday today again alone together outside upstairs everywhere
thoroughly smoothly truthfully casually badly well already""".split() + [
    'at once', 'without a word', 'with great pleasure', 'in the end', 'for a while', 'before long', 'as usual', 'by chance']
PREPOSITIONS = ['in', 'on', 'under', 'behind', 'near', 'beside', 'above', 'below', 'inside', 'through', 'across', 'around',
                'beyond', 'against', 'towards', 'between the wall and', 'next to', 'in front of', 'underneath', 'along']
TIMES = ['in the morning', 'in the evening', 'at night', 'last week', 'next year', 'after lunch', 'before breakfast',
         'on Monday', 'on Tuesday', 'on Wednesday', 'on Thursday', 'on Friday', 'on Saturday', 'on Sunday', 'in January',
         'in February', 'in March', 'in April', 'in May', 'in June', 'in July', 'in August', 'in September', 'in October',
         'in November', 'in December', 'at noon', 'at midnight', 'all day long', 'every summer', 'during the winter',
         'a fortnight ago', 'the day before yesterday', 'just now', 'years ago']
UNITS = """one two three four five six seven eight nine""".split()
TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split()
TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split()
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth thirtieth thirty-first twenty-second twenty-fifth""".split()
MONTHS = 'January February March April May June July August September October November December'.split()
COUNTED = """people miles pounds dollars minutes hours days weeks months years houses letters pages apples degrees metres
kilograms percent steps children soldiers ships stars words sheep guests""".split()
SHORT = """Yes. No. Hello. Hello! Goodbye. Thank you. Thanks! Please. Sorry. Okay. Well. Maybe. Perhaps. Of course. Not yet. Never!
Good morning. Good night! Good evening. Welcome. Come in. Sit down. Go on. Stop! Wait! Look! Listen. Help! Quick! Why?
Who? What? Where? When? How? Really? Again? Now? Today? Tomorrow. Yesterday. Not now. Not me. Very well. All right.
Who is it? What now? Why not? How much? How many? So what? I see. I know. I do. You too? Me too. Look out! Hurry up!
No way! Well done! Well, well. Oh no! Oh. Ah! Right. Ready? Steady. Go! Exactly. Certainly. Absolutely! Nonsense!
Congratulations! Happy birthday! See you soon. Take care. Good luck! Never mind. Excuse me. Pardon? Indeed. Enough! Next.
Done. Fine. Great! Yes, please. No, thank you. Back again? Just so. Call me. Try again. Over there. Up here. Not today.
""".split('\n')
FIXED = """The quick brown fox jumps over the lazy dog.
She sells sea shells by the sea shore.
Peter Piper picked a peck of pickled peppers.
How much wood would a woodchuck chuck if a woodchuck could chuck wood?
The rain in Spain stays mainly in the plain.
A big black bug bit a big black bear.
Thirty-three thirsty thinkers thought on Thursday.
The thick thistle sticks to the sixth sheep.
Joyce enjoys boiling oysters in olive oil.
Usually, the television measures the pleasure of leisure.
Unique New York is a huge, beautiful city.
The youth used a yellow yo-yo in the yard.
George judged the large orange a fragile treasure.
Which witch wished which wicked wish?
Six slick hikers hiked up the slippery slope.
Sotto is speaking from your own machine.
Your voice never leaves this computer.
Please say that again, a little more slowly.
The next chapter begins on page forty-two.
You have three new messages and one reminder.
The battery is low; please plug in the charger.
Turn left at the roundabout, then take the second exit.
Today will be cloudy, with a light breeze from the west.
The meeting starts at half past nine in the large hall.
Once upon a time, there was a woodcutter who lived at the edge of a forest.
It was the best of days; it was the worst of days.
Nobody knew where the music came from, but everyone listened.
""".splitlines()


class EnglishGrammar:
    """Sentences from one random stream; the same seed gives the same sentences."""

    def __init__(self, seed: int, rare_words: list[str]):
        self._random = random.Random(seed)
        self._rare = rare_words
        self._kinds = [
            (10, self._narrative), (7, self._longer), (6, self._yes_no), (6, self._wh), (5, self._list),
            (4, self._number), (4, self._date), (4, self._clock), (5, self._quote), (4, self._dialogue),
            (4, self._imperative), (3, self._exclamation), (4, self._marks), (4, self._conditional),
            (3, self._opinion), (3, self._two_or_three), (9, self._dictionary), (2, self._fragment),
            (2, self._tag), (2, self._either), (2, self._money), (2, self._interface),
        ]

    def sentence(self) -> str:
        """One sentence (now and then two short ones), punctuated."""
        weights, makers = zip(*self._kinds)
        text = self._random.choices(makers, weights)[0]()
        return text[0].upper() + text[1:] if text[0] != '"' else text

    def _one(self, options: list[str]) -> str:
        return self._random.choice(options)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _article(self, noun: str) -> str:
        return ('an ' if noun[0] in 'aeiou' else 'a ') + noun

    def _noun(self, nouns: list[str]) -> str:
        noun = self._one(nouns)
        phrase = f'{self._one(ADJECTIVES)} {noun}' if self._chance(0.45) else noun
        kind = self._random.random()
        if kind < 0.5:
            return 'the ' + phrase
        if kind < 0.72:
            return self._article(phrase)
        return self._one(['my', 'your', 'his', 'her', 'our', 'their', 'this', 'that', 'every', 'another', 'each']) + ' ' + phrase

    def _person(self) -> str:
        kind = self._random.random()
        if kind < 0.3:
            return self._one(PEOPLE)
        if kind < 0.42:
            return f'{self._one(TITLES)} {self._one(SURNAMES)}'
        if kind < 0.5:
            return f'{self._one(PEOPLE)} {self._one(SURNAMES)}'
        if kind < 0.65:
            return self._one(['he', 'she', 'they', 'we', 'you', 'I', 'everybody', 'nobody', 'somebody'])
        return self._noun(ANIMATE + ANIMALS)

    def _place(self) -> str:
        if self._chance(0.3):
            return f"{self._one(['in', 'near', 'from', 'outside'])} {self._one(PLACES)}"
        return f'{self._one(PREPOSITIONS)} the {self._one(THINGS)}'

    def _predicate(self) -> str:
        if self._chance(0.6):
            text = f'{self._one(TRANSITIVE)} {self._noun(THINGS + ANIMALS)}'
            return f'{text} {self._place()}' if self._chance(0.35) else text
        text = self._one(INTRANSITIVE)
        return f'{text} {self._one([self._one(ADVERBS), self._place()])}'

    def _narrative(self) -> str:
        text = f'{self._person()} {self._predicate()}'
        return f'{text} {self._one(TIMES)}.' if self._chance(0.3) else text + '.'

    def _longer(self) -> str:
        joint = self._one([', and', ', but', ' while', ', so', ' because', ', although', ' until', ' before', ' after', ', yet'])
        return f'{self._person()} {self._predicate()}{joint} {self._person()} {self._predicate()}.'

    def _yes_no(self) -> str:
        kind = self._random.randrange(4)
        if kind == 0:
            return f"{self._one(['did', 'will', 'can', 'could', 'should', 'would', 'must', 'might'])} {self._person()} {self._one(BASES)} {self._noun(THINGS)}?"
        if kind == 1:
            return f"{self._one(['is', 'was'])} {self._noun(THINGS + ANIMALS)} {self._one(ADJECTIVES)}?"
        if kind == 2:
            return f"{self._one(['have', 'do', 'don’t', 'haven’t', 'aren’t', 'would'])} you {self._one(['like', 'know', 'need', 'want', 'hear'])} {self._noun(THINGS)} {self._one(TIMES)}?"
        return f"{self._one(['are', 'were'])} the {self._one(ANIMALS)}s {self._place()}?"

    def _wh(self) -> str:
        opener = self._one(['why did', 'where did', 'when will', 'how can', 'what made', 'who helped', 'how often does', 'why would', 'how long did'])
        if opener in ('what made', 'who helped'):
            return f'{opener} {self._noun(ANIMATE)} {self._one(BASES)} {self._noun(THINGS)}?'
        return f'{opener} {self._person()} {self._one(BASES)} {self._noun(THINGS)}?'

    def _list(self) -> str:
        pool = self._one([FOODS, PLACES, PEOPLE, [t + 's' for t in ANIMALS if t[-1] not in 'seyxhfp']])
        items = self._random.sample(pool, self._random.randint(3, 5))
        joined = ', '.join(items[:-1]) + f", {self._one(['and', 'or', 'and'])} {items[-1]}"
        return self._one([f'we need {joined}.', f'there were {joined}.', f'{joined}.', f'{self._person()} wrote down: {joined}.'])

    def _small(self) -> str:
        kind = self._random.randrange(3)
        if kind == 0:
            return self._one(UNITS)
        return self._one(TEENS) if kind == 1 else self._one(TENS) + self._one(['', '-' + self._one(UNITS)])

    def _count(self) -> str:
        kind = self._random.randrange(5)
        if kind < 2:
            return self._small()
        if kind == 2:
            return f'{self._one(UNITS)} hundred and {self._small()}'
        if kind == 3:
            return f'{self._small()} thousand, {self._one(UNITS)} hundred'
        return f'{self._one(UNITS)} point {self._one(UNITS)} {self._one(["", "million"])}'.strip()

    def _number(self) -> str:
        return self._one([
            f'there are {self._count()} {self._one(COUNTED)} {self._place()}.',
            f'{self._person()} counted {self._count()} {self._one(COUNTED)}.',
            f'{self._count()} plus {self._small()} is {self._count()}.',
            f'call {", ".join(" ".join(self._random.choices(UNITS + ["zero"], k=3)) for _ in range(2))}.',
            f'it is {self._count()} {self._one(COUNTED)} away.',
        ])

    def _date(self) -> str:
        date = self._one([f'the {self._one(ORDINALS)} of {self._one(MONTHS)}', f'{self._one(MONTHS)} {self._one(ORDINALS)}'])
        year = self._one(['nineteen', 'eighteen', 'twenty']) + ' ' + self._one(TENS) + self._one(['', '-' + self._one(UNITS)])
        return self._one([f'on {date}, {year}, {self._person()} {self._predicate()}.', f'{self._person()} {self._one(INTRANSITIVE)} on {date}.',
                          f'it happened in {year}.', f'the meeting moved to {date}.'])

    def _clock(self) -> str:
        time = self._one([f'{self._one(UNITS)} o’clock', f'half past {self._one(UNITS)}', f'a quarter to {self._one(UNITS)}',
                          f'{self._one(UNITS)} {self._one(TENS[:4])}', f'{self._small()} minutes past {self._one(UNITS)}'])
        return self._one([f'it is {time}.', f'the train leaves at {time}.', f'{self._person()} {self._one(INTRANSITIVE)} at {time}.',
                          f'is it {time} already?', f'dinner is at {time} {self._one(TIMES)}.'])

    def _quote(self) -> str:
        verb = self._one(['said', 'asked', 'whispered', 'cried', 'replied', 'shouted', 'answered', 'thought'])
        inner = self._one([self._narrative, self._imperative, self._yes_no, self._opinion])()
        inner = inner[0].upper() + inner[1:]
        if inner.endswith('.') and self._chance(0.6):
            return f'"{inner[:-1]}," {verb} {self._one(PEOPLE)}.'
        return f'{self._one(PEOPLE)} {verb}, "{inner}"'

    def _dialogue(self) -> str:
        first = self._one(['Yes', 'No', 'Well', 'Oh', 'Of course', 'Hello', 'Good morning', 'Please', 'Sorry', 'Thank you'])
        end = self._one([', ', '. ', '! ', '… '])
        rest = self._one([self._narrative, self._opinion, self._wh, self._imperative])()
        return first + end + (rest if end == ', ' else rest[0].upper() + rest[1:])

    def _imperative(self) -> str:
        start = self._one(['', 'please ', 'do not ', 'never ', 'always ', 'just ', 'kindly ', "don't "])
        return f"{start}{self._one(BASES)} {self._noun(THINGS)}{self._one(['', ' ' + self._one(TIMES), ' ' + self._place()])}{self._one(['.', '.', '!'])}"

    def _exclamation(self) -> str:
        noun = f'{self._one(ADJECTIVES)} {self._one(THINGS + ANIMALS)}'
        return self._one([f'what {self._article(noun)}!', f'how {self._one(ADJECTIVES)} it was!', f'look at that {noun}!',
                          f'{self._one(PEOPLE)}, {self._one(BASES)} the {self._one(THINGS)}!', f'I have never seen such {self._article(noun)}!'])

    def _marks(self) -> str:
        mark = self._one(['; ', ': ', ' — ', '… '])
        return f'{self._person()} {self._predicate()}{mark}{self._person()} {self._predicate()}.'

    def _conditional(self) -> str:
        return self._one([
            f'if {self._person()} {self._predicate()}, {self._person()} would {self._one(BASES)} {self._noun(THINGS)}.',
            f'when {self._person()} {self._predicate()}, {self._noun(ANIMATE)} {self._one(INTRANSITIVE)}.',
            f'{self._one(TIMES)}, {self._person()} {self._predicate()}.',
            f'{self._noun(ANIMATE)}, who {self._predicate()}, {self._one(INTRANSITIVE)} {self._one(ADVERBS)}.',
        ])

    def _opinion(self) -> str:
        return self._one([
            f'I think {self._noun(THINGS)} is {self._one(ADJECTIVES)}.', f'{self._noun(THINGS)} was too {self._one(ADJECTIVES)} for {self._noun(ANIMATE)}.',
            f'it was {self._one(ADJECTIVES)} and {self._one(ADJECTIVES)}.', f'you should {self._one(BASES)} it more often.',
            f"I'm sure that {self._one(PEOPLE)}'s {self._one(THINGS)} isn't {self._one(ADJECTIVES)}.",
            f'we have been {self._one(ADJECTIVES)} ever since.', f"they'll never {self._one(BASES)} us.",
        ])

    def _two_or_three(self) -> str:
        word = self._one(self._one([THINGS, ADJECTIVES, PEOPLE, PLACES, ADVERBS, FOODS, self._rare]))
        return self._one([f'{word}.', f'the {self._one(THINGS)}.', f'{word}?', f'{word}!', f'very {self._one(ADJECTIVES)}.',
                          f'{self._one(ADJECTIVES)} {self._one(THINGS)}.', f'not the {self._one(THINGS)}.', f'in {self._one(PLACES)}.'])

    def _dictionary(self) -> str:
        words = self._random.sample(self._rare, 3)
        return self._one([
            f'{words[0]}, {words[1]}, {words[2]}.', f'the word {words[0]} comes before {words[1]}.', f'say {words[0]} and {words[1]} again.',
            f'{words[0]} is not the same as {words[1]}.', f'between {words[0]} and {words[1]} stood {words[2]}.',
            f'did you mean {words[0]}, or {words[1]}?', f'they called it {words[0]} {words[1]}.', f'his {words[0]} {words[1]} the {words[2]}.',
        ])

    def _fragment(self) -> str:
        text = self._one([f'{self._person()} {self._predicate()}', f'{self._one(TIMES)}', f'and {self._person()} {self._predicate()}', f'which {self._predicate()}'])
        return text + self._one([',', ',', '', ';', ' —'])

    def _tag(self) -> str:
        return self._one([f"{self._noun(THINGS)} is {self._one(ADJECTIVES)}, isn't it?", f"you {self._one(TRANSITIVE)} {self._noun(THINGS)}, didn't you?",
                          f"{self._one(PEOPLE)} can't {self._one(BASES)} it, can she?", f"we're going to {self._one(PLACES)}, aren't we?"])

    def _either(self) -> str:
        return self._one([f'would you like {self._one(FOODS)} or {self._one(FOODS)}?', f'is it {self._one(ADJECTIVES)} or {self._one(ADJECTIVES)}?',
                          f'neither {self._one(PEOPLE)} nor {self._one(PEOPLE)} {self._predicate()}.'])

    def _money(self) -> str:
        return self._one([f'it costs {self._count()} {self._one(["dollars", "pounds", "euros", "cents"])}.',
                          f'{self._person()} paid {self._small()} dollars and {self._small()} cents for {self._noun(THINGS)}.',
                          f'only {self._small()} percent of the {self._one(ANIMATE)}s agreed.'])

    def _interface(self) -> str:
        item = self._one(['file', 'folder', 'message', 'page', 'window', 'document', 'picture', 'download', 'chapter', 'setting', 'password', 'update'])
        return self._one([f'the {item} was saved.', f'do you want to delete this {item}?', f'{self._count()} {item}s found.', f'no {item} selected.',
                          f'open the next {item}.', f'error: the {item} could not be read.', f'loading {item} {self._small()} of {self._small()}…'])


def rare_words(dictionary: Path, seed: int, count: int) -> list[str]:
    """Dictionary words chosen so that every pair of neighbouring phones turns up, then at random.

    dictionary: cmu-pronouncing-dictionary's index.js, lines of  word: 'PH ON EZ'.
    """
    entries: dict[str, list[str]] = {}
    for line in dictionary.read_text().splitlines():
        word, _, phones = line.strip().partition(':')
        word = word.strip("'\" ")
        if word.isalpha() and 3 <= len(word) <= 12 and word.isascii():
            entries[word] = ['#', *(p.rstrip('012') for p in phones.strip(" ',\"").split()), '#']
    order = sorted(entries)
    random.Random(seed).shuffle(order)
    seen: dict[tuple[str, str], int] = {}
    chosen = []
    for word in order:
        phones = entries[word]
        pairs = list(zip(phones, phones[1:]))
        if any(seen.get(pair, 0) < 3 for pair in pairs):
            chosen.append(word)
            for pair in pairs:
                seen[pair] = seen.get(pair, 0) + 1
    spare = set(chosen)
    return chosen + [word for word in order if word not in spare][: max(0, count - len(chosen))]


def sentences(count: int, seed: int, dictionary: Path) -> list[str]:
    """`count` different sentences of at most 100 characters or so, about 3 s of speech each."""
    grammar = EnglishGrammar(seed, rare_words(dictionary, seed, 4000))
    short = [part.strip() + mark for line in SHORT for part, mark in _split_marks(line)]
    result = dict.fromkeys([*FIXED, *short])
    while len(result) < count:
        text = grammar.sentence()
        if len(text) <= 105:
            result[text] = None
    return list(result)[:count]


def _split_marks(line: str) -> list[tuple[str, str]]:
    parts, current = [], ''
    for character in line:
        if character in '.!?':
            parts.append((current, character))
            current = ''
        else:
            current += character
    return parts


def test_sentences(count: int, seed: int) -> list[str]:
    """Held-out sentences of four to fourteen words without rare words (a recogniser must know them all)."""
    grammar = EnglishGrammar(seed, THINGS)
    result: dict[str, None] = {}
    while len(result) < count:
        text = grammar.sentence()
        if 4 <= len(text.split()) <= 14 and text[-1] in '.?!':
            result[text] = None
    return list(result)
