import type { CatalogueEntry, PackTask } from '../../../engine/shared/app/packs.js';
import type { InterfaceLanguage } from '../../i18n/index.js';

/** What a task is called in a language: a download as the catalogue calls it, an import as the file that was given. */
export function taskName(
  { name, catalogue }: PackTask,
  entries: readonly CatalogueEntry[],
  language: InterfaceLanguage,
): string {
  const entry = entries.find(({ id }) => id === catalogue?.id);
  if (!catalogue || !entry) return name;
  const { precision } = catalogue;
  return entry.name[language] + (language === 'zh-CN' ? `（${precision}）` : ` (${precision})`);
}

export type TaskAction = 'pause' | 'resume' | 'retry';

/** 0 to 1; undefined where nobody knows how much there is. */
export function progressOf({ doneBytes, totalBytes }: PackTask): number | undefined {
  if (totalBytes === null || totalBytes === 0) return undefined;
  return Math.min(1, doneBytes / totalBytes);
}

/** What can be done with a task beside ending it; imports are short and know no pause. */
export function actionOf({ kind, state, error, hasSource }: PackTask): TaskAction | undefined {
  switch (state) {
    case 'queued':
    case 'running':
    case 'waiting':
      return kind === 'download' ? 'pause' : undefined;
    case 'paused':
      return 'resume';
    case 'failed':
      // The same would happen again: such a pack is replaced, or removed first.
      return error?.code === 'pack-installed' || !hasSource ? undefined : 'retry';
    case 'verifying':
    case 'done':
      return undefined;
  }
}

export function isOver({ state }: PackTask): boolean {
  return state === 'failed' || state === 'done';
}

/** Whether ending it deletes something that took time to get: a download that failed goes on from what it has. */
export function losesBytes({ kind, state, doneBytes }: PackTask): boolean {
  return kind === 'download' && state !== 'done' && doneBytes > 0;
}

const RANKS: Readonly<Record<PackTask['state'], number>> = {
  running: 0,
  verifying: 0,
  waiting: 0,
  queued: 1,
  paused: 2,
  failed: 3,
  done: 3,
};

/** What is under way first, in the order in which it was asked for; then what is over, the newest first. */
export function inOrder(tasks: readonly PackTask[]): PackTask[] {
  const rankOf = ({ state }: PackTask): number => RANKS[state];
  const newestFirst = [...tasks].reverse().filter(isOver);
  return [...tasks.filter((task) => !isOver(task)), ...newestFirst].sort((a, b) => rankOf(a) - rankOf(b));
}
