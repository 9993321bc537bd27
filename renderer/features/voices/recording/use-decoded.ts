import { useEffect, useState } from 'react';
import { decodeRecording, MAX_SOUND_BYTES } from './decode-recording.js';

export type Decoded =
  | { readonly kind: 'reading' }
  | { readonly kind: 'failed'; readonly reason: 'not-sound' | 'too-large' }
  | { readonly kind: 'ready'; readonly samples: Float32Array };

/** The sound of a file, or why there is none. */
export function useDecoded(file: File): Decoded {
  const [decoded, setDecoded] = useState<Decoded>({ kind: 'reading' });
  useEffect(() => {
    let isWanted = true;
    const become = (next: Decoded): void => {
      if (isWanted) setDecoded(next);
    };
    if (file.size > MAX_SOUND_BYTES) become({ kind: 'failed', reason: 'too-large' });
    else
      decodeRecording(file).then(
        (samples) => become({ kind: 'ready', samples }),
        () => become({ kind: 'failed', reason: 'not-sound' }),
      );
    return () => {
      isWanted = false;
    };
  }, [file]);
  return decoded;
}
