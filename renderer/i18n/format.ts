const KILO = 1024;
const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** "1.5 GB"; steps of 1024, as memory is sold. */
export function formatBytes(bytes: number, language: string): string {
  const power = bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(KILO));
  const unitIndex = Math.min(power, BYTE_UNITS.length - 1);
  const value = bytes / KILO ** unitIndex;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: BYTE_UNITS[unitIndex] ?? 'byte',
    unitDisplay: unitIndex === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && unitIndex > 0 ? 1 : 0,
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
