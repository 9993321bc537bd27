import type { EngineSession } from './engine-session.js';

export interface ProbeCheck {
  readonly name: string;
  readonly isOk: boolean;
  readonly detail: string;
}

const LINE = 'This line checks that speech sounds right on this machine.';
/** Speech at −16 LUFS lies well inside; silence, noise at full scale and a wrong gain lie outside. */
const LEVEL_RANGE_DBFS = { min: -32, max: -12 };

/** Speaks one line as `sotto speak` would, past the cache, and judges what comes out. */
export async function renderProbe(engine: EngineSession, signal: AbortSignal): Promise<ProbeCheck[]> {
  const startedMs = performance.now();
  let firstAudioMs = Number.NaN;
  let sampleRateHz = 0;
  let sampleCount = 0;
  let sumOfSquares = 0;
  let peak = 0;
  let isFinite = true;
  for await (const item of engine.speech.speak({ text: LINE, plan: { useCache: false } }, signal)) {
    if (item.kind === 'plan') sampleRateHz = item.sampleRateHz;
    if (item.kind !== 'audio') continue;
    if (sampleCount === 0) firstAudioMs = performance.now() - startedMs;
    sampleCount += item.pcm.length;
    for (const sample of item.pcm) {
      isFinite &&= Number.isFinite(sample);
      sumOfSquares += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }
  }
  const audioMs = (sampleCount / sampleRateHz) * 1000;
  const levelDbfs = 10 * Math.log10(sumOfSquares / sampleCount);
  const rtf = (performance.now() - startedMs) / audioMs;
  return [
    {
      name: 'a spoken line',
      isOk: isFinite && sampleCount > 0,
      detail: `${(audioMs / 1000).toFixed(2)} s of audio, first after ${Math.round(firstAudioMs)} ms, every sample finite: ${isFinite ? 'yes' : 'no'}`,
    },
    {
      name: 'its loudness',
      isOk: levelDbfs > LEVEL_RANGE_DBFS.min && levelDbfs < LEVEL_RANGE_DBFS.max && peak <= 1,
      detail: `${levelDbfs.toFixed(1)} dBFS on average, peak ${(20 * Math.log10(peak)).toFixed(1)} dBFS`,
    },
    {
      name: 'its speed',
      isOk: rtf < 1,
      detail: `${rtf.toFixed(3)} s of work a second of audio`,
    },
  ];
}
