import { controlsSchema, type Controls } from '../../../engine/shared/schemas.js';

/** What the sliders show and how it is kept. All figures are what a person reads: pace is the inverse of a length. */

export const CONTROL_NAMES = ['pace', 'pitch', 'liveliness', 'energy', 'variation'] as const;
export type ControlName = (typeof CONTROL_NAMES)[number];

export interface ControlScale {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where nothing is asked for. */
  readonly neutral: number;
}

/** Narrower than the contract's limits: beyond these, voices fall apart. */
export const CONTROL_SCALES: Readonly<Record<ControlName, ControlScale>> = {
  /** Times as fast. */
  pace: { min: 0.5, max: 2, step: 0.05, neutral: 1 },
  /** Semitones. */
  pitch: { min: -8, max: 8, step: 0.5, neutral: 0 },
  /** Factor on how far pitch moves. */
  liveliness: { min: 0, max: 2, step: 0.05, neutral: 1 },
  /** Decibels. */
  energy: { min: -12, max: 6, step: 0.5, neutral: 0 },
  /** 0: the same each time. */
  variation: { min: 0, max: 1, step: 0.05, neutral: 0 },
};

type NumberKey = Exclude<keyof Controls, 'pauseMs'>;

const KEYS: Readonly<Record<ControlName, NumberKey>> = {
  pace: 'lengthScale',
  pitch: 'pitchSemitones',
  liveliness: 'f0Range',
  energy: 'energyDb',
  variation: 'noiseScale',
};

interface Limits {
  readonly minValue: number | null;
  readonly maxValue: number | null;
}

const { shape } = controlsSchema;

/** Of what the host takes. */
const LIMITS = {
  lengthScale: shape.lengthScale.unwrap(),
  pitchSemitones: shape.pitchSemitones.unwrap(),
  f0Range: shape.f0Range.unwrap(),
  energyDb: shape.energyDb.unwrap(),
} as const satisfies Readonly<Record<string, Limits>>;

/** Marks whose pause can be set, by the engine's symbol; full-width marks count as these. */
export const PAUSE_MARKS = [
  { symbol: '.', name: 'fullStop' },
  { symbol: ',', name: 'comma' },
  { symbol: '、', name: 'enumerationComma' },
  { symbol: ';', name: 'semicolon' },
  { symbol: ':', name: 'colon' },
  { symbol: '?', name: 'question' },
  { symbol: '!', name: 'exclamation' },
  { symbol: '…', name: 'ellipsis' },
  { symbol: '—', name: 'dash' },
] as const;

/** The figure that a slider shows. */
export function readControl(controls: Controls, name: ControlName): number {
  const kept = controls[KEYS[name]];
  if (kept === undefined) return CONTROL_SCALES[name].neutral;
  return Math.round((name === 'pace' ? 1 / kept : kept) * 100) / 100;
}

/** Controls with one figure changed; undefined gives it back to the style. */
export function writeControl(controls: Controls, name: ControlName, value: number | undefined): Controls {
  return { ...controls, [KEYS[name]]: value === undefined || name !== 'pace' ? value : round(1 / value) };
}

/** @returns milliseconds; undefined where the pause is automatic */
export function readPause(controls: Controls, symbol: string): number | undefined {
  return controls.pauseMs?.[symbol];
}

/** Controls with the pause of one mark changed; undefined gives it back to the style. */
export function writePause(controls: Controls, symbol: string, pauseMs: number | undefined): Controls {
  const others = Object.entries(controls.pauseMs ?? {}).filter(([mark]) => mark !== symbol);
  const all = pauseMs === undefined ? others : [...others, [symbol, pauseMs] as const];
  return { ...controls, pauseMs: all.length === 0 ? undefined : Object.fromEntries(all) };
}

/**
 * What is heard: a style's own controls with what was changed since it was chosen on top, as the host puts them together:
 * factors multiply, shifts add up, the rest takes the style's place.
 */
export function controlsInForce(style: Controls, changes: Controls): Controls {
  const pauseMs = { ...style.pauseMs, ...changes.pauseMs };
  return withoutGaps({
    lengthScale: product(style.lengthScale, changes.lengthScale),
    pitchSemitones: sum(style.pitchSemitones, changes.pitchSemitones),
    f0Range: product(style.f0Range, changes.f0Range),
    energyDb: sum(style.energyDb, changes.energyDb),
    noiseScale: changes.noiseScale ?? style.noiseScale,
    pauseMs: Object.keys(pauseMs).length > 0 ? pauseMs : undefined,
  });
}

/** What has to lie on top of a style for `wanted` to be heard; what the style does already is left out. */
export function changesTo(style: Controls, wanted: Controls): Controls {
  const pauses = Object.entries(wanted.pauseMs ?? {}).filter(
    ([symbol, pauseMs]) => style.pauseMs?.[symbol] !== pauseMs,
  );
  const { lengthScale, f0Range, pitchSemitones, energyDb } = LIMITS;
  return withoutGaps({
    lengthScale: within(lengthScale, 1, (wanted.lengthScale ?? 1) / (style.lengthScale ?? 1)),
    pitchSemitones: within(pitchSemitones, 0, (wanted.pitchSemitones ?? 0) - (style.pitchSemitones ?? 0)),
    // Nothing brings melody back to a style that has none.
    f0Range:
      style.f0Range === 0 ? undefined : within(f0Range, 1, (wanted.f0Range ?? 1) / (style.f0Range ?? 1)),
    energyDb: within(energyDb, 0, (wanted.energyDb ?? 0) - (style.energyDb ?? 0)),
    noiseScale: (wanted.noiseScale ?? 0) === (style.noiseScale ?? 0) ? undefined : wanted.noiseScale,
    pauseMs: pauses.length > 0 ? Object.fromEntries(pauses) : undefined,
  });
}

/** Changes to a style's sound alone; pauses are the listener's in any style. */
export function withoutPauses(controls: Controls): Controls {
  return withoutGaps({ ...controls, pauseMs: undefined });
}

export function isUnchanged(changes: Controls): boolean {
  return Object.keys(withoutGaps(changes)).length === 0;
}

function withoutGaps(controls: Controls): Controls {
  return Object.fromEntries(Object.entries(controls).filter(([, value]) => value !== undefined));
}

function product(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : round((one ?? 1) * (other ?? 1));
}

function sum(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined && other === undefined ? undefined : round((one ?? 0) + (other ?? 0));
}

/** A change within what the host takes; undefined where it changes nothing. */
function within({ minValue, maxValue }: Limits, neutral: number, value: number): number | undefined {
  const change = round(Math.min(maxValue ?? value, Math.max(minValue ?? value, value)));
  return change === neutral ? undefined : change;
}

/** Four decimals: a pace that was set is read back as it was. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
