import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';
import { expectStatus } from '../models/speech.js';

const LINE = 'I will be there in a minute, please keep a seat for me, and order something warm to drink.';

test('a line is typed, spoken and recalled, and stopped from outside', async ({ host }) => {
  const { page } = host;
  const quick = await host.openQuickSpeak();
  const line = quick.getByRole('textbox', { name: 'Text to speak' });
  await expect(line).toBeFocused();
  await line.fill(LINE);
  await line.press('Enter');
  await expect
    .poll(() => stateOf(page, 'speechState'))
    .toMatchObject({ status: 'speaking', utterance: { origin: 'quick', text: LINE } });
  await expect(line).toHaveValue('');

  expect(await host.command('--stop')).toBe(0);
  await expectStatus(page, 'idle');

  await line.press('ArrowUp');
  await expect(line).toHaveValue(LINE);
  await line.press('ArrowDown');
  await expect(line).toHaveValue('');
});

test('a second start of the same Sotto is told that one is running', async ({ host }) => {
  expect(await host.command('serve', '--no-open', '--port', '0')).not.toBe(0);
  await expect(host.page.getByRole('heading', { level: 1, name: 'Speak' })).toBeVisible();
});
