import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_SIZE,
  MIN_SIZE,
  placeWindow,
  rememberPlacement,
  windowStateSchema,
  type Display,
  type Rectangle,
} from './window-state.js';

const NOTHING = windowStateSchema.parse({});
const screen: Display = { id: 1, workArea: { x: 0, y: 25, width: 1440, height: 875 } };

const rectangle = fc.record({
  x: fc.integer({ min: -5000, max: 5000 }),
  y: fc.integer({ min: -5000, max: 5000 }),
  width: fc.integer({ min: 1, max: 6000 }),
  height: fc.integer({ min: 1, max: 6000 }),
});
const display = fc.record({
  id: fc.integer({ min: 0, max: 4 }),
  workArea: fc.record({
    x: fc.integer({ min: -5000, max: 5000 }),
    y: fc.integer({ min: -5000, max: 5000 }),
    width: fc.integer({ min: 320, max: 6000 }),
    height: fc.integer({ min: 240, max: 4000 }),
  }),
});

function isInside(inner: Rectangle, outer: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

describe('where the window opens', () => {
  it('is the middle of the screen at first', () => {
    const { bounds, isMaximised } = placeWindow(NOTHING, [screen]);
    expect(bounds).toEqual({ x: 180, y: 25 + Math.floor((875 - DEFAULT_SIZE.height) / 2), ...DEFAULT_SIZE });
    expect(isMaximised).toBe(false);
  });

  it('is where it stood on that display, and on each display where it stood there', () => {
    const desk: Display = { id: 2, workArea: { x: 1440, y: 0, width: 2560, height: 1440 } };
    const onLap = { bounds: { x: 10, y: 40, width: 900, height: 700 }, isMaximised: false };
    const atDesk = { bounds: { x: 1500, y: 40, width: 1600, height: 1200 }, isMaximised: true };
    const state = rememberPlacement(rememberPlacement(NOTHING, 1, onLap), 2, atDesk);
    expect(placeWindow(state, [screen, desk])).toEqual(atDesk);
    expect(placeWindow(state, [screen])).toEqual(onLap);
  });

  it('is wholly on a display that is there, whatever was kept', () => {
    fc.assert(
      fc.property(
        fc.array(display, { minLength: 1, maxLength: 3 }),
        rectangle,
        fc.boolean(),
        (all, bounds, isMaximised) => {
          const displays = all as [Display, ...Display[]];
          const state = rememberPlacement(NOTHING, displays[0].id, { bounds, isMaximised });
          const placed = placeWindow(state, displays).bounds;
          expect(displays.some(({ workArea }) => isInside(placed, workArea))).toBe(true);
        },
      ),
    );
  });

  it('keeps a size that can be used', () => {
    const state = rememberPlacement(NOTHING, 1, {
      bounds: { x: 0, y: 25, width: 3, height: 3 },
      isMaximised: false,
    });
    expect(placeWindow(state, [screen]).bounds).toMatchObject(MIN_SIZE);
  });

  it('is remembered for a dozen displays, the last used among them', () => {
    let state = NOTHING;
    const placement = { bounds: { x: 0, y: 0, width: 700, height: 500 }, isMaximised: false };
    for (let id = 100; id < 120; id++) state = rememberPlacement(state, id, placement);
    expect(Object.keys(state.byDisplay)).toHaveLength(12);
    expect(state.byDisplay).toHaveProperty('119');
    expect(windowStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });
});
