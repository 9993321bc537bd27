import { availableParallelism, cpus } from 'node:os';
import type { Figure } from './harness.js';

/** Prints figures beside their goals, then everything once more as one line of JSON. */
export function printFigures(figures: readonly Figure[]): void {
  const rows = figures.map((figure) => ({
    name: figure.name,
    value: `${figure.value.toFixed(figure.value < 10 ? 3 : 0)} ${figure.unit}`,
    goal: figure.goal === undefined ? '' : `≤ ${figure.goal} ${figure.unit}`,
    verdict: figure.goal === undefined ? '' : figure.value <= figure.goal ? 'met' : 'MISSED',
  }));
  const width = (key: keyof (typeof rows)[number]): number => Math.max(...rows.map((row) => row[key].length));
  for (const row of rows)
    console.log(
      `${row.name.padEnd(width('name'))}  ${row.value.padStart(width('value'))}  ${row.goal.padStart(width('goal'))}  ${row.verdict}`,
    );
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${availableParallelism()} cores, Node ${process.versions.node}`;
  console.log(`\n${JSON.stringify({ machine, figures })}`);
}
