import { Pause, Play, Replace, RotateCw, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { PackTask } from '../../../engine/shared/app/packs.js';
import { useClient } from '../../host/index.js';
import { formatBytes, formatEstimate, useErrorLines, useLanguage, useWords } from '../../i18n/index.js';
import { Button, IconButton, Progress, Question, useAttempt } from '../../ui/index.js';
import { taskErrorLines } from './finding-text.js';
import { ImportReport } from './import-report.js';
import { canReplace, replaceInstalled } from './import-sources.js';
import { intoSight } from './into-sight.js';
import { actionOf, isOver, losesBytes, progressOf, type TaskAction } from './task-facts.js';
import { Trouble } from './trouble.js';
import { modelsWords } from './words.js';
import styles from './task-row.module.css';

export interface TaskRowProps {
  readonly task: PackTask;
  /** Whether it was asked for while its list was on the screen. */
  readonly isNew: boolean;
}

/** A download or an import: how far it is, what went wrong, and what can be done about it. */
export function TaskRow({ task, isNew }: TaskRowProps): ReactNode {
  const words = useWords(modelsWords);
  const lines = useErrorLines();
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const progress = progressOf(task);
  // What was refused is the failure's cause, which stands above them.
  const findings =
    task.error === null ? task.findings : task.findings.filter(({ level }) => level !== 'refused');
  return (
    <li ref={isNew ? intoSight : undefined} className={styles.task} data-state={task.state}>
      <div className={styles.head}>
        <div className={styles.names}>
          <h3>{task.name}</h3>
          <TaskFacts task={task} />
        </div>
        {/* Said once a state: size and rate change too often to be told. */}
        <span role="status" className="visually-hidden">
          {`${task.name}: ${words(task.state)}`}
        </span>
        {canReplace(task) && (
          <Button
            icon={<Replace aria-hidden />}
            onClick={() => attempt(() => replaceInstalled(client, task.id))}
          >
            {words('replace')}
          </Button>
        )}
        <StateButton task={task} />
        <EndButton task={task} />
      </div>
      {!isOver(task) && progress !== undefined && (
        <Progress label={words('progressOf', { name: task.name })} value={progress} />
      )}
      {task.error !== null && <Trouble lines={taskErrorLines(lines(task.error), task.findings, language)} />}
      {findings.length > 0 && <ImportReport findings={findings} isOpen={task.state === 'failed'} />}
    </li>
  );
}

/** Kind, state, size, rate and estimate in one line. */
function TaskFacts({ task }: { readonly task: PackTask }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const { kind, state, doneBytes, totalBytes, bytesPerSecond, remainingMs, retryInMs } = task;
  const done = formatBytes(doneBytes, language);
  const isMoving = state === 'running';
  const stateText =
    state === 'waiting' && retryInMs !== null
      ? words('waitingIn', { time: formatEstimate(retryInMs, language) })
      : words(kind === 'import' && isMoving ? 'importing' : state);
  const sizeText =
    totalBytes === null ? done : words('doneOf', { done, total: formatBytes(totalBytes, language) });
  const facts = [
    words(kind === 'download' ? 'kindDownload' : 'kindImport'),
    stateText,
    isOver(task) || (doneBytes === 0 && totalBytes === null) ? undefined : sizeText,
    isMoving && bytesPerSecond !== null
      ? words('rate', { size: formatBytes(bytesPerSecond, language) })
      : undefined,
    isMoving && remainingMs !== null
      ? words('left', { time: formatEstimate(remainingMs, language) })
      : undefined,
  ];
  return <p className={styles.facts}>{facts.filter((fact) => fact !== undefined).join(' · ')}</p>;
}

const ACTION_ICONS: Readonly<Record<TaskAction, ReactNode>> = {
  pause: <Pause aria-hidden />,
  resume: <Play aria-hidden />,
  retry: <RotateCw aria-hidden />,
};

function StateButton({ task }: { readonly task: PackTask }): ReactNode {
  const words = useWords(modelsWords);
  const client = useClient();
  const attempt = useAttempt();
  const action = actionOf(task);
  if (action === undefined) return null;
  const call = action === 'pause' ? client.packTaskPause : client.packTaskResume;
  return (
    <IconButton
      label={words(action, { name: task.name })}
      onClick={() => attempt(() => call({ taskId: task.id }))}
    >
      {ACTION_ICONS[action]}
    </IconButton>
  );
}

/** Cancels it, with a question where something would be lost, or clears one that has ended. */
function EndButton({ task }: { readonly task: PackTask }): ReactNode {
  const words = useWords(modelsWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const [isAsking, setIsAsking] = useState(false);
  const { name } = task;
  const remove = (): void => attempt(() => client.packTaskRemove({ taskId: task.id }));
  return (
    <>
      <IconButton
        label={words(isOver(task) ? 'clearTask' : 'cancelTask', { name })}
        onClick={() => (losesBytes(task) ? setIsAsking(true) : remove())}
      >
        <X aria-hidden />
      </IconButton>
      <Question
        title={words('cancelTitle', { name })}
        isOpen={isAsking}
        action={words('cancelNow')}
        onAnswer={(isYes) => {
          setIsAsking(false);
          if (isYes) remove();
        }}
      >
        <p>
          {words(isOver(task) ? 'clearText' : 'cancelText', { size: formatBytes(task.doneBytes, language) })}
        </p>
      </Question>
    </>
  );
}
