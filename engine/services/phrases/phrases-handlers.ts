import type { AppContract } from '../../shared/app-contract.js';
import type { phrasesCalls } from '../../shared/app/phrases.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { PhrasesService } from './phrases-service.js';

/** The phrases' part of what a host answers its windows. What changes the library is answered when it is on the disk. */
export function phrasesHandlers(
  service: PhrasesService,
): Pick<Handlers<AppContract>, keyof typeof phrasesCalls> {
  const kept = async <T>(result: T): Promise<T> => {
    await service.flush();
    return result;
  };
  const done = (change: () => void): Record<string, never> => {
    change();
    return {};
  };
  return {
    phrasesWatch: (_, tell) => service.watch(tell),
    phraseSave: ({ id, phrase }) => kept({ id: service.save(phrase, id) }),
    phraseRemove: ({ id }) => kept(done(() => service.remove(id))),
    phraseMove: ({ id, groupId, index }) => kept(done(() => service.move(id, groupId, index))),
    groupSave: ({ id, name }) => kept({ id: service.saveGroup(name, id) }),
    groupMove: ({ id, index }) => kept(done(() => service.moveGroup(id, index))),
    groupRemove: ({ id }) => kept(done(() => service.removeGroup(id))),
    phraseSpeak: ({ id, slots }) => service.speak(id, slots),
    phraseRetry: ({ id }) => done(() => service.retry(id)),
    phrasesPause: ({ isPaused }) => done(() => service.pauseRendering(isPaused)),
    phrasesExport: ({ format }) => service.export(format),
    phrasesImport: ({ format, text }) => kept(service.import(format, text)),
  };
}
