import type { ReactNode } from 'react';
import { useHostInfo } from '../../host/index.js';
import { useWords } from '../../i18n/index.js';
import { Button, TextField, useDraft } from '../../ui/index.js';
import { Actions, Box, Hint, Section } from './section.js';
import { useChange, useSettings } from './use-settings.js';
import { settingsWords } from './words.js';

const MAX_URL_LENGTH = 500;

/** Where new versions are looked for; nowhere unless the person says so. */
export function UpdatesSection(): ReactNode {
  const words = useWords(settingsWords);
  const canUpdate = useHostInfo()?.capabilities.updates;
  const settings = useSettings();
  if (canUpdate === undefined || settings === undefined) return null;
  return (
    <Section title={words('updates')}>
      <Box>
        <Feed kept={settings.updateFeedUrl} isDisabled={!canUpdate} />
        {!canUpdate && <Hint>{words('unavailableHere', { reason: words('updatesUnavailable') })}</Hint>}
      </Box>
    </Section>
  );
}

function Feed({ kept, isDisabled }: { readonly kept: string; readonly isDisabled: boolean }): ReactNode {
  const words = useWords(settingsWords);
  const change = useChange();
  const [address, setAddress] = useDraft(kept);
  const wanted = address.trim();
  const isUsable = wanted === '' || (wanted.startsWith('https://') && URL.canParse(wanted));
  return (
    <form
      onSubmit={(submit) => {
        submit.preventDefault();
        if (isUsable) void change({ updateFeedUrl: wanted });
      }}
    >
      <TextField
        type="url"
        label={words('feed')}
        hint={words('feedHint')}
        problem={isUsable ? undefined : words('feedInvalid')}
        placeholder="https://"
        value={address}
        maxLength={MAX_URL_LENGTH}
        disabled={isDisabled}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Actions>
        <Button type="submit" disabled={isDisabled || !isUsable || wanted === kept}>
          {words('save')}
        </Button>
      </Actions>
    </form>
  );
}
