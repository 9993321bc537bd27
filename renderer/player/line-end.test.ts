import { describe, expect, it } from 'vitest';
import type { PlayerLineMessage, PlayerUpFrame } from '../../engine/shared/player-frames.js';
import { LineEnd } from './line-end.js';
import { PlayerCore } from './player-core.js';
import type { BeginFrame, FromWorklet, HandedLine } from './worklet-messages.js';

const RATE_HZ = 24_000;
const BEGIN: BeginFrame = {
  type: 'begin',
  generation: 1,
  sampleRateHz: RATE_HZ,
  startSample: 0,
  prebufferSamples: 0,
  wakePadSamples: 0,
  isPaused: false,
};
const OUTPUT: PlayerLineMessage = { type: 'output', gain: 1, deviceId: '' };

const samples = (generation: number, startSample: number): PlayerLineMessage => ({
  type: 'pcm',
  generation,
  startSample,
  pcm: new Float32Array(1000).fill(0.5),
});

/** The audio thread's part at one sample rate, and what the page hears of it. */
function worklet(sampleRateHz = RATE_HZ): { core: PlayerCore; end: LineEnd; told: FromWorklet[] } {
  const core = new PlayerCore(sampleRateHz);
  const told: FromWorklet[] = [];
  const end = new LineEnd({ core, sampleRateHz, tellPage: (message) => told.push(message) });
  return { core, end, told };
}

function line(): { host: MessagePort; port: MessagePort; heard: PlayerUpFrame[] } {
  const { port1: host, port2: port } = new MessageChannel();
  const heard: PlayerUpFrame[] = [];
  host.onmessage = ({ data }: MessageEvent<PlayerUpFrame>) => heard.push(data);
  return { host, port, heard };
}

const typesOf = (messages: readonly { readonly type: string }[]): string[] =>
  messages.map(({ type }) => type);

describe("the worklet's end of a line", () => {
  it('plays what comes and answers the host, without the page', async () => {
    const { core, end, told } = worklet();
    const { host, port, heard } = line();
    end.take({ port });
    host.postMessage(BEGIN);
    host.postMessage(samples(1, 0));
    await expect.poll(() => heard).toMatchObject([{ type: 'status', generation: 1, state: 'waiting' }]);
    await expect
      .poll(() => {
        core.process(new Float32Array(128));
        end.reportIfDue();
        return heard.at(-1);
      })
      .toMatchObject({ state: 'playing', takenSamples: 1000 });
    expect(new Set(typesOf(told))).toEqual(new Set(['reported']));
    host.close();
  });

  it('leaves to the page what only that can do', async () => {
    const { end, told } = worklet();
    const { host, port } = line();
    end.take({ port });
    host.postMessage(OUTPUT);
    await expect.poll(() => told).toEqual([OUTPUT]);
    host.close();
  });

  it('is silent at once when the page says so, and what still comes of that speech changes nothing', async () => {
    const { core, end } = worklet();
    const { host, port, heard } = line();
    end.take({ port });
    host.postMessage({ ...BEGIN, startSample: 1 });
    host.postMessage(samples(1, 1));
    await expect.poll(() => heard.at(-1)).toMatchObject({ state: 'waiting' });
    core.process(new Float32Array(128));
    end.hush();
    const fade = new Float32Array(240);
    core.process(fade);
    const after = new Float32Array(128);
    core.process(after);
    expect(Math.max(...after)).toBe(0);
    host.postMessage(samples(1, 1001));
    await expect.poll(() => heard.at(-1)).toMatchObject({ state: 'ended' });
    core.process(after);
    expect(Math.max(...after)).toBe(0);
    host.postMessage({ ...BEGIN, generation: 2 });
    await expect.poll(() => heard.at(-1)).toMatchObject({ generation: 2, state: 'waiting' });
    host.close();
  });

  it('falls silent when the host is gone, and says so', async () => {
    const { core, end, told } = worklet();
    const { host, port, heard } = line();
    end.take({ port });
    host.postMessage(BEGIN);
    host.postMessage({ type: 'gone' });
    await expect.poll(() => typesOf(told)).toContain('gone');
    expect(core.takeStatus()?.state).toBe('ended');
    expect(heard).toHaveLength(1);
    host.close();
  });

  it('gives the line back where a speech has another rate; the next worklet begins with it', async () => {
    const first = worklet();
    const { host, port, heard } = line();
    first.end.take({ port });
    host.postMessage(BEGIN);
    host.postMessage({ ...BEGIN, generation: 2, sampleRateHz: 48_000 });
    await expect.poll(() => typesOf(first.told)).toContain('other-rate');
    const handed = first.told.flatMap((one): HandedLine[] =>
      one.type === 'other-rate' ? [one.line] : [],
    )[0];
    expect(first.core.takeStatus()).toMatchObject({ generation: 1, state: 'ended' });

    const second = worklet(48_000);
    if (handed) second.end.take(handed);
    host.postMessage(samples(2, 0));
    await expect.poll(() => heard.at(-1)).toMatchObject({ generation: 2, state: 'waiting' });
    await expect.poll(() => second.core.takeStatus()?.takenSamples).toBe(1000);
    expect(first.core.generation).toBe(1);
    host.close();
  });
});
