import { ExternalLink } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CatalogueEntry } from '../../../engine/shared/app/packs.js';
import { useWords } from '../../i18n/index.js';
import { modelsWords } from './words.js';
import styles from './model-card.module.css';

/** A licence by its name, with the way to its text where one is published. */
export function Licence({ licence }: { readonly licence: CatalogueEntry['licence'] }): ReactNode {
  const words = useWords(modelsWords);
  const { name, url } = licence;
  return <WebLink url={url} text={name === '' ? words('licenceUnknown') : name} />;
}

export interface WebLinkProps {
  /** Where it leads, if it is a web page; plain text otherwise. */
  readonly url: string;
  readonly text: string;
}

/** A page in the person's browser. */
export function WebLink({ url, text }: WebLinkProps): ReactNode {
  if (!isWebPage(url)) return <span className={styles.plain}>{text}</span>;
  return (
    <a className={styles.link} href={url} target="_blank" rel="noreferrer">
      {text}
      <ExternalLink aria-hidden />
    </a>
  );
}

/** Only `https:` opens: what a pack says of itself must not start anything else. */
function isWebPage(address: string): boolean {
  return URL.canParse(address) && new URL(address).protocol === 'https:';
}
