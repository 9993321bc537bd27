import { BAR_PITCH_PX, BAR_PX } from './waveform-bars.js';

export interface CanvasSize {
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/**
 * Draws bars over the whole width, those before `heardPart` (0 to 1) in the canvas's `accent-color`, the others in its
 * `color`; sharp on any display.
 */
export function drawBars(
  canvas: HTMLCanvasElement,
  { width, height }: CanvasSize,
  heights: Float32Array,
  heardPart: number,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const scale = window.devicePixelRatio;
  const deviceWidth = Math.round(width * scale);
  const deviceHeight = Math.round(height * scale);
  if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
  if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const { color, accentColor } = getComputedStyle(canvas);
  const heardX = heardPart * width;
  fillBars(context, heights, height, color);
  context.save();
  context.beginPath();
  context.rect(0, 0, heardX, height);
  context.clip();
  context.clearRect(0, 0, heardX, height);
  fillBars(context, heights, height, accentColor);
  context.restore();
}

function fillBars(
  context: CanvasRenderingContext2D,
  heights: Float32Array,
  height: number,
  colour: string,
): void {
  context.fillStyle = colour;
  context.beginPath();
  heights.forEach((part, bar) => {
    const barHeight = Math.max(BAR_PX, part * height);
    context.roundRect(bar * BAR_PITCH_PX, (height - barHeight) / 2, BAR_PX, barHeight, BAR_PX / 2);
  });
  context.fill();
}
