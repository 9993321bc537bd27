import type { Controls } from '../../../engine/shared/schemas.js';

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
  return name === 'pace' ? round(1 / kept) : kept;
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

/** What is heard: a style's own controls, and on top of them what was changed since it was chosen. */
export function controlsInForce(style: Controls, changes: Controls): Controls {
  const pauseMs = { ...style.pauseMs, ...changes.pauseMs };
  return {
    ...style,
    ...withoutGaps(changes),
    ...(Object.keys(pauseMs).length > 0 && { pauseMs }),
  };
}

/** What differs from the style: that is what the host is told, so that the style can still be told from changes to it. */
export function changesTo(style: Controls, wanted: Controls): Controls {
  const differing = CONTROL_NAMES.filter(
    (name) => readControl(wanted, name) !== readControl(style, name),
  ).map((name) => [KEYS[name], wanted[KEYS[name]]] as const);
  const pauses = Object.entries(wanted.pauseMs ?? {}).filter(
    ([symbol, pauseMs]) => style.pauseMs?.[symbol] !== pauseMs,
  );
  return withoutGaps({
    ...Object.fromEntries(differing),
    ...(pauses.length > 0 && { pauseMs: Object.fromEntries(pauses) }),
  });
}

export function isUnchanged(changes: Controls): boolean {
  return Object.keys(withoutGaps(changes)).length === 0;
}

function withoutGaps(controls: Controls): Controls {
  return Object.fromEntries(Object.entries(controls).filter(([, value]) => value !== undefined));
}

/** Four decimals: a pace that was set is read back as it was. */
function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
