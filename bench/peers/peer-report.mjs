/** What every compared program tells of one text, as one line of JSON on its standard output. */
import { readFileSync } from 'node:fs';

/** USER_HZ: the same on every architecture that Linux runs these programs on. */
const TICKS_A_SECOND = 100;

/** Most memory that a process has held, in bytes, as the Linux kernel counts it. */
export function peakBytes(pid = 'self') {
  const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** Processor time of a process, all of its threads, in milliseconds. */
function cpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // Counted from behind the name, which may hold anything: user time, then system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_A_SECOND;
}

/**
 * Measures one speech: call `heard` with the samples of every chunk.
 * @param modelPid the process that runs the model, where it is another one: its memory is what counts, and its work counts too
 */
export function createStopwatch(sampleRateHz, modelPid = 'self') {
  const pids = new Set(['self', modelPid]);
  const cpu = () => [...pids].reduce((sum, pid) => sum + cpuMs(pid), 0);
  const startMs = performance.now();
  const startCpuMs = cpu();
  let first;
  let samples = 0;
  return {
    heard(sampleCount) {
      first ??= { firstAudioMs: performance.now() - startMs, firstAudioCpuMs: cpu() - startCpuMs };
      samples += sampleCount;
    },
    report(extra = {}) {
      return {
        ...first,
        totalMs: performance.now() - startMs,
        totalCpuMs: cpu() - startCpuMs,
        audioMs: (samples * 1000) / sampleRateHz,
        peakBytes: peakBytes(modelPid),
        ...extra,
      };
    },
  };
}

/** What to speak with which model: `{modelDir, threads, text}`. */
export const order = JSON.parse(process.argv[2] ?? '{}');

/** Spoken before the clock runs, so that every program is measured warm. */
export const WARM_UP = 'One moment, please.';
