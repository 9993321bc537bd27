import { expect, test } from '../fixtures.js';
import { stateOf } from '../host-calls.js';

test.use({ startsFresh: true });

const WELCOME = 'Welcome to Sotto';

test('a new person hears a voice, learns the keys and the way back, in three steps', async ({ host }) => {
  const { page } = host;
  const dialog = page.getByRole('dialog', { name: WELCOME });
  await expect(dialog.getByText('Step 1 of 3')).toBeVisible();
  await dialog.getByRole('button', { name: /^Callum/ }).click();
  await expect
    .poll(() => stateOf(page, 'speechState'))
    .toMatchObject({ status: 'speaking', utterance: { origin: 'preview' } });
  expect((await stateOf(page, 'voicesWatch')).chosen.voiceId).toBe('en_callum');

  await dialog.getByRole('button', { name: 'Next' }).click();
  await expect(dialog.getByText(/sotto --quick|Quick speak/).first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('button', { name: 'Start' }).click();
  await expect(dialog).toBeHidden();

  const again = await host.restart();
  await expect(again.getByRole('heading', { level: 1, name: 'Speak' })).toBeVisible();
  await expect(again.getByRole('dialog')).toHaveCount(0);
});

test('it can be skipped, and stays away', async ({ host: { page } }) => {
  const dialog = page.getByRole('dialog', { name: WELCOME });
  await dialog.getByRole('button', { name: 'Skip' }).click();
  await expect(dialog).toBeHidden();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Speak' })).toBeVisible();
  await expect(dialog).toBeHidden();
});
