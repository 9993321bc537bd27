import { expect, it } from 'vitest';
import { createManualClock } from '../../shared/clock.js';
import { createAccess } from './access.js';

it('a token that opens once opens for a minute', async () => {
  const clock = createManualClock();
  const access = createAccess(1234, clock);
  const late = access.issueOnce();
  await clock.advance(60_000);
  expect(access.refuseToken(late)).toMatchObject({ status: 401, error: { code: 'refused' } });
  const soon = access.issueOnce();
  await clock.advance(59_000);
  expect(access.refuseToken(soon)).toBeUndefined();
  expect(access.refuseToken(soon)).toMatchObject({ status: 401 });
  expect(access.refuseToken(access.token)).toBeUndefined();
});
