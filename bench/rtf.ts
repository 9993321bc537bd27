import { readFile } from 'node:fs/promises';
import { speakTimed, withEngine, type Figure } from './harness.js';
import { longText } from './text.js';

/** Linux counts processor time in hundredths of a second, on every architecture that Node runs on. */
const MS_PER_TICK = 10;

/** Work a second of audio, one thread, everything from text to samples in this process. */
export async function realTimeFactor(): Promise<Figure[]> {
  return withEngine(async ({ speech, supervisor }) => {
    const { pid } = await supervisor.connect();
    const before = await processorTimeMs(pid);
    const { totalMs, audioMs } = await speakTimed(speech, {
      text: longText(250, 3),
      plan: { useCache: false },
    });
    const after = await processorTimeMs(pid);
    const figures: Figure[] = [
      { name: 'real-time factor, one thread', value: totalMs / audioMs, unit: '×', goal: 0.05 },
    ];
    if (before !== undefined && after !== undefined)
      figures.push({ name: 'processor time of the engine', value: (after - before) / audioMs, unit: '×' });
    return figures;
  });
}

/** Processor time that a process has used; undefined where the system does not tell. */
async function processorTimeMs(pid: number | undefined): Promise<number | undefined> {
  if (process.platform !== 'linux' || pid === undefined) return undefined;
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK;
}
