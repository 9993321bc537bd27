const STEP = 1000;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
const SYMBOLS = { byte: 'B', kilobyte: 'kB', megabyte: 'MB', gigabyte: 'GB', terabyte: 'TB' } as const;

export type ByteUnit = (typeof UNITS)[number];

/** A number of bytes in the largest unit that it fills: in steps of 1000, as disks, downloads and browsers count. */
export function byteSize(bytes: number): { readonly value: number; readonly unit: ByteUnit } {
  let value = bytes;
  let index = 0;
  while (value >= STEP && index < UNITS.length - 1) {
    value /= STEP;
    index++;
  }
  return { value, unit: UNITS[index] ?? 'byte' };
}

/** "1.5 MB": in English, with one digit after the point. */
export function bytesText(bytes: number): string {
  const { value, unit } = byteSize(bytes);
  return `${unit === 'byte' ? value : value.toFixed(1)} ${SYMBOLS[unit]}`;
}
