/**
 * Standard normal noise, the same for the same seed on every machine: xoshiro128** (Blackman and Vigna, prng.di.unimi.it,
 * public domain) with its state filled by SplitMix64, as its authors advise, and the transform of Box and Muller (1958).
 * @param seed a whole number; each of 64 bits is a sequence of its own
 * @returns what gives the next values of the sequence
 */
export function gaussianNoise(seed: number): (count: number) => Float32Array {
  const next = xoshiro128(seedState(BigInt(seed)));
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    // Above zero, so that its logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log((next() + 1) / 2 ** 32));
    const angle = (2 * Math.PI * next()) / 2 ** 32;
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return (count) => Float32Array.from({ length: count }, normal);
}

/** Two numbers of SplitMix64, cut into four words; the low half of each comes first. */
export function seedState(seed: bigint): Uint32Array {
  const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
  let state = wrap(seed);
  const words: number[] = [];
  for (let count = 0; count < 2; count++) {
    state = wrap(state + 0x9e3779b97f4a7c15n);
    let mixed = wrap((state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = wrap((mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    mixed ^= mixed >> 31n;
    words.push(Number(mixed & 0xffffffffn), Number(mixed >> 32n));
  }
  return Uint32Array.from(words);
}

/**
 * @param state four words, not all of them zero
 * @returns the next numbers of xoshiro128**, 32 bits each
 */
export function xoshiro128(state: Uint32Array): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  return () => {
    const result = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotated(d, 11);
    return result;
  };
}

function rotated(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
