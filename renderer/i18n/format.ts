import { byteSize } from '../../engine/shared/byte-size.js';

/** "1.5 GB", of files, downloads and disks. */
export function formatBytes(bytes: number, language: string): string {
  return formatSize(byteSize(bytes, 'storage'), language);
}

/** "1.5 GB", of memory. */
export function formatMemory(bytes: number, language: string): string {
  return formatSize(byteSize(bytes, 'memory'), language);
}

function formatSize({ value, unit }: ReturnType<typeof byteSize>, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unit !== 'byte' ? 1 : 0,
  }).format(value);
}

/** "3:05", and "1:02:03" from an hour on: a length of sound. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** "3 minutes", "40 seconds", "2 hours": how long something will take, as roughly as it can be known. */
export function formatEstimate(durationMs: number, language: string): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  const [value, unit] =
    seconds < 60
      ? [seconds < 10 ? seconds : Math.round(seconds / 10) * 10, 'second']
      : seconds < 5400
        ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 360) / 10, 'hour'];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** "0.35 s": a short length of time, exact to the hundredth. */
export function formatSeconds(durationMs: number, language: string): string {
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'short',
    maximumFractionDigits: 2,
  }).format(durationMs / 1000);
}

/** "40%" for 0.4. */
export function formatPercent(value: number, language: string): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(value);
}

/** "+2", "−1.5", "0": a number whose sign matters. */
export function formatSigned(value: number, language: string): string {
  return new Intl.NumberFormat(language, { signDisplay: 'exceptZero', maximumFractionDigits: 1 }).format(
    value,
  );
}
