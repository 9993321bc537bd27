import type { voicesCalls } from '../../shared/app/voices.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { VoicesService } from './voices-service.js';

/** The calls of a window that concern voices and styles. */
export function voicesHandlers(voices: VoicesService): Handlers<typeof voicesCalls> {
  return {
    voicesWatch: (_, tell) => voices.watch(tell),
    async voiceChoose(choice) {
      await voices.choose(choice);
      return {};
    },
    async voiceFavourite({ voiceId, isFavourite }) {
      await voices.setFavourite(voiceId, isFavourite);
      return {};
    },
    voicePreview({ manner, mix }) {
      if (mix === undefined) voices.preview(manner);
      else voices.previewMix(mix, manner);
      return {};
    },
    mixSave: async (mix) => ({ id: await voices.saveMix(mix) }),
    async mixRemove({ id }) {
      await voices.removeMix(id);
      return {};
    },
    styleSave: async (style) => ({ id: await voices.saveStyle(style) }),
    async styleRemove({ id }) {
      await voices.removeStyle(id);
      return {};
    },
  };
}
