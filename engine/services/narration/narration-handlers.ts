import type { AppContract } from '../../shared/app-contract.js';
import type { narrationCalls } from '../../shared/app/narration.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { NarrationService } from './narration-service.js';

/** The contract's calls that narrations answer. */
export function narrationHandlers(
  service: NarrationService,
): Pick<Handlers<AppContract>, keyof typeof narrationCalls> {
  return {
    narrationWatch: (_input, tell) => service.watch(tell),
    narrationAdd: async ({ fileIds }) => ({ itemIds: await service.add(fileIds) }),
    narrationRemove: async ({ id }) => {
      await service.remove(id);
      return {};
    },
    narrationPause({ id }) {
      service.pause(id);
      return {};
    },
    narrationResume({ id }) {
      service.resume(id);
      return {};
    },
    narrationMove({ id, index }) {
      service.move(id, index);
      return {};
    },
    narrationPlay: async ({ id, chapterIndex, offsetMs = 0 }) => ({
      utteranceId: await service.play(
        id,
        chapterIndex === undefined ? undefined : { chapterIndex, offsetMs },
      ),
    }),
    narrationText: async ({ id, chapterIndex }) => ({ text: await service.chapterText(id, chapterIndex) }),
    narrationExport: ({ id, format }, { signal }) => service.exportItem(id, format, signal),
  };
}
