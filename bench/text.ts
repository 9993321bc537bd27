/** Texts for measuring, made from a seed: the same on every machine. */

const WORDS =
  `the a of and to in is was it for on are with as at be by this had from or one but not what all were we
  when your can said there use each which she do how their if will up other about out many then them these so some her
  would make like him into time has look two more write go see number no way could people my than first water been call
  who oil its now find long down day did get come made may part over new sound take only little work know place year
  live me back give most very after thing our just name good sentence man think say great where help through much
  before line right too mean old any same tell boy follow came want show also around form three small set put end does
  another well large must big even such because turn here why ask went men read need land different home us move try
  kind hand picture again change off play spell air away animal house point page letter mother answer found study still
  learn should world high every near add food between own below country plant last school father keep tree never start
  city earth eye light thought head under story saw left few while along might close something seem next hard open
  example begin life always those both paper together got group often run`.split(/\s+/);

/** Numbers in [0, 1) from a seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One sentence of so many words, with commas now and then. */
export function sentence(wordCount: number, random: () => number): string {
  const words = Array.from({ length: wordCount }, () => WORDS[Math.floor(random() * WORDS.length)] ?? 'word');
  const text = words.map((word, index) => {
    const isLast = index === wordCount - 1;
    const takesComma = !isLast && index > 2 && random() < 0.12;
    return takesComma ? `${word},` : word;
  });
  const joined = text.join(' ');
  return `${joined.charAt(0).toUpperCase()}${joined.slice(1)}${random() < 0.15 ? '?' : '.'}`;
}

/** Paragraphs of sentences, so many words in all. */
export function longText(wordCount: number, seed = 1): string {
  const random = createRandom(seed);
  const paragraphs: string[] = [];
  let left = wordCount;
  while (left > 0) {
    const sentences: string[] = [];
    for (let count = 2 + Math.floor(random() * 5); count > 0 && left > 0; count--) {
      const length = Math.min(left, 4 + Math.floor(random() * 22));
      sentences.push(sentence(length, random));
      left -= length;
    }
    paragraphs.push(sentences.join(' '));
  }
  return `${paragraphs.join('\n\n')}\n`;
}
