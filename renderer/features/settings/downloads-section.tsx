import type { ReactNode } from 'react';
import { useWords } from '../../i18n/index.js';
import { Button, TextField, useDraft } from '../../ui/index.js';
import { Actions, Box, Section } from './section.js';
import { useChange, useSettings } from './use-settings.js';
import { isMirrorAddress, isProxyAddress } from './web-address.js';
import { settingsWords } from './words.js';
import styles from './section.module.css';

const MAX_URL_LENGTH = 500;

/** The way that downloads of models take. */
export function DownloadsSection(): ReactNode {
  const words = useWords(settingsWords);
  const settings = useSettings();
  if (settings === undefined) return null;
  const { downloadProxyUrl, downloadMirrorUrl } = settings;
  return (
    <Section title={words('downloads')} hint={words('downloadsHint')}>
      <Box>
        <AddressField
          label={words('proxy')}
          hint={words('proxyHint')}
          invalid={words('proxyInvalid')}
          isAddress={isProxyAddress}
          setting="downloadProxyUrl"
          kept={downloadProxyUrl}
        />
      </Box>
      <Box>
        <AddressField
          label={words('mirror')}
          hint={words('mirrorHint')}
          invalid={words('mirrorInvalid')}
          isAddress={isMirrorAddress}
          setting="downloadMirrorUrl"
          kept={downloadMirrorUrl}
        />
      </Box>
      <p className={styles.hint}>
        <a className={styles.link} href="#models">
          {words('showModels')}
        </a>
      </p>
    </Section>
  );
}

interface AddressFieldProps {
  readonly label: string;
  readonly hint: string;
  /** Said where it is no such address. */
  readonly invalid: string;
  readonly isAddress: (address: string) => boolean;
  readonly setting: 'downloadProxyUrl' | 'downloadMirrorUrl';
  readonly kept: string;
}

function AddressField({ label, hint, invalid, isAddress, setting, kept }: AddressFieldProps): ReactNode {
  const words = useWords(settingsWords);
  const change = useChange();
  const [address, setAddress] = useDraft(kept);
  const wanted = address.trim();
  const isUsable = wanted === '' || isAddress(wanted);
  return (
    <form
      className={styles.form}
      onSubmit={(submit) => {
        submit.preventDefault();
        if (isUsable) void change({ [setting]: wanted });
      }}
    >
      <TextField
        type="url"
        label={label}
        hint={hint}
        problem={isUsable ? undefined : invalid}
        placeholder="https://"
        value={address}
        maxLength={MAX_URL_LENGTH}
        onChange={(event) => setAddress(event.target.value)}
      />
      <Actions>
        <Button
          type="submit"
          aria-label={words('saveNamed', { name: label })}
          disabled={!isUsable || wanted === kept}
        >
          {words('save')}
        </Button>
      </Actions>
    </form>
  );
}
