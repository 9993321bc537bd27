/** As disks, downloads and browsers count, and as memory is sold. */
const STEPS = { storage: 1000, memory: 1024 } as const;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const SYMBOLS = { byte: 'B', kilobyte: 'kB', megabyte: 'MB', gigabyte: 'GB', terabyte: 'TB' } as const;

export type BytesOf = keyof typeof STEPS;
export type ByteUnit = (typeof UNITS)[number];

/** A number of bytes in the largest unit that it fills. */
export function byteSize(bytes: number, of: BytesOf): { readonly value: number; readonly unit: ByteUnit } {
  let value = bytes;
  let index = 0;
  while (value >= STEPS[of] && index < UNITS.length - 1) {
    value /= STEPS[of];
    index++;
  }
  return { value, unit: UNITS[index] ?? 'byte' };
}

/** "1.5 MB": a file, a download or a place on the disk, in English, with one digit after the point. */
export function bytesText(bytes: number): string {
  return inEnglish(byteSize(bytes, 'storage'));
}

/** The same of memory. */
export function memoryText(bytes: number): string {
  return inEnglish(byteSize(bytes, 'memory'));
}

function inEnglish({ value, unit }: ReturnType<typeof byteSize>): string {
  return `${unit === 'byte' ? value : value.toFixed(1)} ${SYMBOLS[unit]}`;
}
