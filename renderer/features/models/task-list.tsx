import { useState, type ReactNode } from 'react';
import type { PackTask, PacksState } from '../../../engine/shared/app/packs.js';
import { useClient } from '../../host/index.js';
import { useLanguage, useWords } from '../../i18n/index.js';
import { Button, useAttempt } from '../../ui/index.js';
import { Part } from './part.js';
import { inOrder, isOver, losesBytes, taskName } from './task-facts.js';
import { TaskRow } from './task-row.js';
import { modelsWords } from './words.js';
import styles from './models-view.module.css';

/** Downloads and imports; one that is asked for while somebody looks is brought into sight. */
export function TaskList({ packs: { tasks, catalogue } }: { readonly packs: PacksState }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const [idsAtFirst] = useState(() => new Set(tasks.map(({ id }) => id)));
  if (tasks.length === 0) return null;
  return (
    <Part title={words('underWay')} aside={<ClearButton tasks={tasks} />} listClass={styles.rows}>
      {inOrder(tasks).map((task) => (
        <TaskRow
          key={task.id}
          task={{ ...task, name: taskName(task, catalogue, language) }}
          isNew={!idsAtFirst.has(task.id)}
        />
      ))}
    </Part>
  );
}

/** Clears what is over; what a failed download has got is left to a decision of its own. */
function ClearButton({ tasks }: { readonly tasks: readonly PackTask[] }): ReactNode {
  const words = useWords(modelsWords);
  const client = useClient();
  const attempt = useAttempt();
  const over = tasks.filter((task) => isOver(task) && !losesBytes(task));
  if (over.length === 0) return null;
  return (
    <Button
      kind="quiet"
      onClick={() => attempt(() => Promise.all(over.map(({ id }) => client.packTaskRemove({ taskId: id }))))}
    >
      {words('clearFinished')}
    </Button>
  );
}
