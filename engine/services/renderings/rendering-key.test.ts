import { expect, it } from 'vitest';
import { renderingName } from './rendering-key.js';

const request = { text: 'Tea, please.', voice: 'mine/en_one', plan: { targetLufs: -16 } };

it('names whatever is heard, drawn styles and exact decoding included', () => {
  const names = [
    renderingName(request, 'sound'),
    renderingName(request, 'another sound'),
    renderingName({ ...request, diffusion: {} }, 'sound'),
    renderingName({ ...request, diffusion: { steps: 7 } }, 'sound'),
    renderingName({ ...request, diffusion: null }, 'sound'),
    renderingName({ ...request, plan: { ...request.plan, exact: true } }, 'sound'),
  ];
  expect(new Set(names).size).toBe(names.length);
});

it('does not name what is not heard, nor what is left open', () => {
  const name = renderingName(request, 'sound');
  expect(renderingName({ ...request, plan: { ...request.plan, useCache: false } }, 'sound')).toBe(name);
  expect(renderingName({ ...request, style: undefined, mix: undefined }, 'sound')).toBe(name);
});
