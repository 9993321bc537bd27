import type { ReactNode } from 'react';
import { useClient, useHostInfo, useHostState } from '../../host/index.js';
import { formatMemory, useLanguage, useWords } from '../../i18n/index.js';
import { Button, Select, Slider, Switch, useAttempt } from '../../ui/index.js';
import { budgetSteps, stepOf } from './budget-scale.js';
import { PlanFacts } from './plan-facts.js';
import { Actions, Box, Hint, Section } from './section.js';
import { usePlanPreview } from './use-plan-preview.js';
import { useChange, useSettings, useSteeredSetting } from './use-settings.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

/** The memory budget with what it buys, and what is used of it. */
export function MemorySection(): ReactNode {
  const words = useWords(settingsWords);
  const deviceBytes = useHostInfo()?.deviceMemoryBytes;
  return (
    <Section title={words('memory')} hint={words('memoryHint')}>
      {deviceBytes !== undefined && <Budget deviceBytes={deviceBytes} />}
      <Use />
      <IdleUnload />
    </Section>
  );
}

function Budget({ deviceBytes }: { readonly deviceBytes: number }): ReactNode {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const [budgetBytes, steer] = useSteeredSetting('memoryBudgetBytes', null);
  const plan = usePlanPreview(budgetBytes);
  const steps = budgetSteps(deviceBytes);
  const shownBytes = budgetBytes ?? plan?.budgetBytes ?? deviceBytes / 2;
  return (
    <Box>
      <Switch
        label={words('budgetAuto')}
        hint={words('budgetAutoHint')}
        isOn={budgetBytes === null}
        onChange={(isAuto) => steer(isAuto ? null : (steps[stepOf(shownBytes, steps)] ?? deviceBytes))}
      />
      <Slider
        label={words('budget')}
        value={stepOf(shownBytes, steps)}
        min={0}
        max={steps.length - 1}
        step={1}
        text={words('budgetOf', {
          budget: formatMemory(shownBytes, language),
          device: formatMemory(deviceBytes, language),
        })}
        onChange={(step) => steer(steps[step] ?? deviceBytes)}
      />
      {plan && <PlanFacts plan={plan} />}
    </Box>
  );
}

function Use(): ReactNode {
  const words = useWords(settingsWords);
  const language = useLanguage();
  const client = useClient();
  const attempt = useAttempt();
  const engine = useHostState('engineWatch');
  const budgetBytes = useHostState('planWatch')?.budgetBytes;
  if (engine === undefined || budgetBytes === undefined) return null;
  const { rssBytes, peakRssBytes } = engine;
  return (
    <Box>
      <h3>{words('use')}</h3>
      {rssBytes === null ? (
        <Hint>{words('useNone')}</Hint>
      ) : (
        <>
          <meter
            className={styles.meter}
            aria-label={words('use')}
            min={0}
            max={budgetBytes * 1.1}
            high={budgetBytes}
            optimum={0}
            value={rssBytes}
          />
          <Hint>
            {words('useNow', {
              now: formatMemory(rssBytes, language),
              budget: formatMemory(budgetBytes, language),
              peak: formatMemory(peakRssBytes ?? rssBytes, language),
            })}
          </Hint>
        </>
      )}
      <Actions>
        <Button disabled={rssBytes === null} onClick={() => attempt(() => client.engineUnload({}))}>
          {words('unloadNow')}
        </Button>
      </Actions>
    </Box>
  );
}

const IDLE_MINUTES = [1, 5, 10, 30, 60, 240];
const NEVER = 'never';

function IdleUnload(): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  const change = useChange();
  if (settings === undefined) return null;
  const { idleUnloadMinutes } = settings;
  const choices = new Set([...IDLE_MINUTES, ...(idleUnloadMinutes === null ? [] : [idleUnloadMinutes])]);
  return (
    <Box>
      <Select
        label={words('idleUnload')}
        value={idleUnloadMinutes === null ? NEVER : String(idleUnloadMinutes)}
        options={[
          ...[...choices]
            .sort((one, other) => one - other)
            .map((minutes) => ({
              value: String(minutes),
              label:
                minutes % 60 === 0
                  ? words('hours', { count: minutes / 60 })
                  : words('minutes', { count: minutes }),
            })),
          { value: NEVER, label: words('never') },
        ]}
        onChange={(choice) => void change({ idleUnloadMinutes: choice === NEVER ? null : Number(choice) })}
      />
    </Box>
  );
}
