import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import {
  decodeVector,
  encodeVector,
  OWN_VOICE_PREFIX,
  removeOwnVoice,
  writeOwnVoice,
} from '../../packs/own-voices.js';
import { recordedStyleName, recordingSha256, styleEncodersOf } from '../../packs/style-encoders.js';
import { parseVoiceName, voiceName } from '../../packs/voice-ids.js';
import { recordingFindingSchema, type RecordingFinding } from '../../shared/contract.js';
import { SottoError } from '../../shared/errors.js';
import type { EngineHost } from '../engine-host.js';
import type { JsonStore } from '../json-store.js';
import type { VoicesService } from '../voices/voices-service.js';
import type { PackShelf, UsablePack } from './pack-shelf.js';
import type { Recording } from './packs-service.js';

/** Style vectors by the recordings that they were made of, so that the same recording is encoded once. */
export const encodedRecordingsSchema = z.record(
  z.string(),
  z.object({ vector: z.base64(), findings: z.array(recordingFindingSchema) }),
);

export type EncodedRecordings = z.output<typeof encodedRecordingsSchema>;

export interface RecordedVoicesParts {
  readonly shelf: PackShelf;
  readonly engine: Pick<EngineHost, 'during' | 'letGo'>;
  readonly voices: Pick<VoicesService, 'state' | 'forgetVoice'>;
  readonly encoded: JsonStore<EncodedRecordings>;
}

/** A few kilobytes each. */
const MAX_ENCODED = 100;

/** Makes voices of recordings, and removes them. */
export class RecordedVoices {
  readonly #parts: RecordedVoicesParts;

  constructor(parts: RecordedVoicesParts) {
    this.#parts = parts;
  }

  /** @throws SottoError as `PacksService.makeVoice` does */
  async make(recording: Recording): Promise<{ voiceId: string; findings: readonly RecordingFinding[] }> {
    const { shelf } = this.#parts;
    const { name, language } = recording;
    const pack = this.#packFor(recording);
    this.#checkName(name);
    const sha256 = recordingSha256(recording.samples, recording.sampleRateHz);
    const { vector, findings } = await this.#encode(pack, recording, sha256);
    // Another one may have taken it while this one was made.
    this.#checkName(name);
    const id = `${OWN_VOICE_PREFIX}${randomUUID()}`;
    await mkdir(shelf.ownVoicesDir, { recursive: true, mode: 0o700 });
    await writeOwnVoice(shelf.ownVoicesDir, {
      ...{ schema: 1, id, name, packId: pack.id, language, recordingSha256: sha256 },
      vector: encodeVector(vector),
    });
    await shelf.refresh();
    return { voiceId: voiceName({ packId: pack.isBuiltIn ? null : pack.id, voiceId: id }), findings };
  }

  /** @throws SottoError `unknown-item` */
  async remove(voice: string): Promise<void> {
    const { shelf, voices } = this.#parts;
    const { voiceId } = parseVoiceName(voice);
    if (!shelf.ownVoices().some(({ id }) => id === voiceId))
      throw new SottoError({ code: 'unknown-item', message: 'this voice is not there any more' });
    await removeOwnVoice(shelf.ownVoicesDir, voiceId);
    await shelf.refresh();
    await voices.forgetVoice(voice);
  }

  #packFor({ packId, hasConsent }: Recording): UsablePack {
    if (!hasConsent)
      throw new SottoError({
        code: 'refused',
        message: 'a voice is made of a recording only with the consent of whoever is heard in it',
        kept: 'nothing of the recording was kept',
        next: 'confirm that you may use this voice',
      });
    const pack = this.#parts.shelf.usable().find(({ id }) => id === packId);
    if (!pack) throw new SottoError({ code: 'unknown-pack', message: `there is no voice pack "${packId}"` });
    if (styleEncodersOf(pack.manifest)) return pack;
    throw new SottoError({
      code: 'unavailable-here',
      message: `${pack.manifest.name} cannot make voices of recordings`,
      kept: 'nothing of the recording was kept',
      next: 'choose a pack with style encoders, such as one made of a StyleTTS2 checkpoint',
    });
  }

  #checkName(name: string): void {
    const wanted = name.toLocaleLowerCase();
    const { voices } = this.#parts.voices.state();
    if (!voices.some((voice) => voice.name.toLocaleLowerCase() === wanted)) return;
    throw new SottoError({
      code: 'name-taken',
      message: `there is a voice called "${name}" already`,
      kept: 'nothing was changed',
      next: 'choose another name',
    });
  }

  async #encode(
    pack: UsablePack,
    { samples, sampleRateHz }: Recording,
    sha256: string,
  ): Promise<{ vector: Float32Array; findings: readonly RecordingFinding[] }> {
    const { encoded, engine } = this.#parts;
    const key = recordedStyleName(pack.manifest, sha256);
    const known = encoded.get()[key];
    if (known) return { vector: decodeVector(known.vector), findings: known.findings };
    // The pack may have come a moment ago.
    await engine.letGo();
    const { vector, findings } = await engine.during((client) =>
      client.encodeStyle({ packId: pack.id, sampleRateHz, pcm: samples }),
    );
    encoded.update((all) => withEntry(all, key, { vector: encodeVector(vector), findings }));
    return { vector, findings };
  }
}

function withEntry(all: EncodedRecordings, key: string, entry: EncodedRecordings[string]): EncodedRecordings {
  const entries: [string, EncodedRecordings[string]][] = [...Object.entries(all), [key, entry]];
  return Object.fromEntries(entries.slice(-MAX_ENCODED));
}
