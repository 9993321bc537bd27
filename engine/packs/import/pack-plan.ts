import type { Vocabulary } from './vocabulary.js';
import type { Spelling } from './alphabets.js';
import type { SingleModel } from './single-models.js';
import type { VoiceTable } from './voice-tables.js';

/** A voice of a pack that is to be written. */
export interface PlannedVoice {
  readonly id: string;
  readonly name: string;
  readonly language: 'en' | 'zh';
  readonly accent: string;
  readonly gender: '' | 'female' | 'male';
  /** Multiplies durations. */
  readonly lengthScale: number;
  readonly table: VoiceTable;
}

/** Everything that a pack of the single family is made of. */
export interface PackPlan {
  readonly id: string;
  readonly version: string;
  readonly name: string;
  readonly licence: string;
  readonly source: string;
  readonly sampleRateHz: number;
  readonly models: readonly SingleModel[];
  readonly alphabet: {
    readonly id: string;
    readonly vocabulary: Vocabulary;
    readonly before: readonly number[];
    readonly after: readonly number[];
    readonly spacing: 'words' | 'all';
    readonly spelling: { readonly en: Spelling; readonly zh: Spelling };
  };
  readonly rowBy: 'tokens' | 'characters';
  readonly voices: readonly PlannedVoice[];
  readonly defaultVoice: string;
  readonly maxTokens: number;
}
