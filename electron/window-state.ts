import { z } from 'zod';

/** Where the main window stood. Plain geometry: the displays are told by whoever asks. Lengths in device-independent pixels. */

const rectangle = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });

export const windowStateSchema = z.object({
  /** The display of the last use, by the platform's id. */
  lastDisplayId: z.number().nullable().default(null),
  /** By display id: a laptop at a desk and on a lap has two places for a window. */
  byDisplay: z.record(z.string(), z.object({ bounds: rectangle, isMaximised: z.boolean() })).default({}),
});

export type WindowState = z.output<typeof windowStateSchema>;
export type Rectangle = z.output<typeof rectangle>;

export interface Display {
  readonly id: number;
  /** Without task bars and docks. */
  readonly workArea: Rectangle;
}

export interface Placement {
  readonly bounds: Rectangle;
  readonly isMaximised: boolean;
}

export const DEFAULT_SIZE = { width: 1080, height: 720 };
export const MIN_SIZE = { width: 640, height: 480 };

/** Displays that are remembered; conference rooms would add up for ever. */
const MAX_DISPLAYS = 12;

/**
 * Where to open the window: where it stood on the display of the last use, or else on the first one that it knows, or
 * else in the middle of the first. Always wholly on a display that is there.
 */
export function placeWindow(state: WindowState, displays: readonly [Display, ...Display[]]): Placement {
  const known = displays.filter((display) => Object.hasOwn(state.byDisplay, String(display.id)));
  const display = known.find((one) => one.id === state.lastDisplayId) ?? known[0] ?? displays[0];
  const kept = state.byDisplay[String(display.id)];
  if (!kept) return { bounds: centred(display.workArea), isMaximised: false };
  return { bounds: fitted(kept.bounds, display.workArea), isMaximised: kept.isMaximised };
}

/** The state after the window was placed anew on a display. */
export function rememberPlacement(state: WindowState, displayId: number, placement: Placement): WindowState {
  const others = Object.entries(state.byDisplay).filter(([id]) => id !== String(displayId));
  const kept = others.slice(-(MAX_DISPLAYS - 1));
  return {
    lastDisplayId: displayId,
    byDisplay: Object.fromEntries([...kept, [String(displayId), placement]]),
  };
}

/** The same size as far as the area allows, moved inside it. */
function fitted(bounds: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(Math.max(bounds.width, MIN_SIZE.width), area.width);
  const height = Math.min(Math.max(bounds.height, MIN_SIZE.height), area.height);
  return {
    x: Math.min(Math.max(bounds.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(bounds.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

function centred(area: Rectangle): Rectangle {
  const width = Math.min(DEFAULT_SIZE.width, area.width);
  const height = Math.min(DEFAULT_SIZE.height, area.height);
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  };
}
