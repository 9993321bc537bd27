import type { AppContract } from '../../shared/app-contract.js';
import type { phrasesCalls } from '../../shared/app/phrases.js';
import type { Handlers } from '../../shared/rpc-server.js';
import type { PhrasesService } from './phrases-service.js';

/** The phrases' part of what a host answers its windows. */
export function phrasesHandlers(
  service: PhrasesService,
): Pick<Handlers<AppContract>, keyof typeof phrasesCalls> {
  const done = (change: () => void): Record<string, never> => {
    change();
    return {};
  };
  return {
    phrasesWatch: (_, tell) => service.watch(tell),
    phraseSave: ({ id, phrase }) => ({ id: service.save(phrase, id) }),
    phraseRemove: ({ id }) => done(() => service.remove(id)),
    phraseMove: ({ id, groupId, index }) => done(() => service.move(id, groupId, index)),
    groupSave: ({ id, name }) => ({ id: service.saveGroup(name, id) }),
    groupMove: ({ id, index }) => done(() => service.moveGroup(id, index)),
    groupRemove: ({ id }) => done(() => service.removeGroup(id)),
    phraseSpeak: ({ id, slots }) => service.speak(id, slots),
    phraseRetry: ({ id }) => done(() => service.retry(id)),
    phrasesPause: ({ isPaused }) => done(() => service.pauseRendering(isPaused)),
    phrasesExport: ({ format }) => service.export(format),
    phrasesImport: ({ format, text }) => service.import(format, text),
  };
}
