import { expect, it } from 'vitest';
import { RateMeter } from './rate-meter.js';

it('begins with what it sees, follows a change within some seconds, and forgets a stop', () => {
  const meter = new RateMeter(0, 5000);
  expect(meter.perSecond).toBe(0);
  meter.note(500, 6000);
  expect(meter.perSecond).toBe(2000);
  let count = 6000;
  for (let ms = 750; ms <= 12_500; ms += 250) meter.note(ms, (count += 1000));
  expect(meter.perSecond).toBeGreaterThan(3950);
  expect(meter.perSecond).toBeLessThan(4000);
  for (let ms = 12_750; ms <= 32_500; ms += 250) meter.note(ms, count);
  expect(meter.perSecond).toBeLessThan(10);
});

it('is no less than nothing when a file is begun anew', () => {
  const meter = new RateMeter(0, 0);
  meter.note(1000, 5000);
  meter.note(2000, 0);
  expect(meter.perSecond).toBeGreaterThan(0);
  meter.note(2000, 900);
  expect(meter.perSecond).toBeLessThan(5000);
});
