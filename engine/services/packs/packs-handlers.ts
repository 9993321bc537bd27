import type { packsCalls } from '../../shared/app/packs.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { PacksService } from './packs-service.js';

/** The calls of a window that concern model packs and recorded voices. */
export function packsHandlers(packs: PacksService): Handlers<typeof packsCalls> {
  return {
    packsWatch: (_, tell) => packs.watch(tell),
    async packsLook() {
      await packs.look();
      return {};
    },
    packDownload: async ({ catalogueId, precision }) => ({
      taskId: await packs.download(catalogueId, precision),
    }),
    async packTaskPause({ taskId }) {
      await packs.pauseTask(taskId);
      return {};
    },
    packTaskResume({ taskId }) {
      packs.resumeTask(taskId);
      return {};
    },
    async packTaskRemove({ taskId }) {
      await packs.removeTask(taskId);
      return {};
    },
    packImport: (source) => ({ taskId: packs.import(source) }),
    async packRemove({ packId }) {
      await packs.remove(packId);
      return {};
    },
    async packSetPrecision({ packId, precision }) {
      await packs.setPrecision(packId, precision);
      return {};
    },
    async recordingMakeVoice({ samples, ...recording }) {
      const { voiceId, findings } = await packs.makeVoice({ ...recording, samples: samplesOf(samples) });
      return { voiceId, findings: [...findings] };
    },
    async recordingRemoveVoice({ voiceId }) {
      await packs.removeVoice(voiceId);
      return {};
    },
  };
}

/** Float32, little endian, in base64. A part of a sample at the end is left out. */
function samplesOf(base64: string): Float32Array {
  const bytes = Buffer.from(base64, 'base64');
  // A copy, since samples have to lie on a multiple of four bytes; every platform here is little endian.
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 4));
  return new Float32Array(new Uint8Array(whole).buffer);
}
