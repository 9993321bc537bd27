import { narrationCalls } from './app/narration.js';
import { packsCalls } from './app/packs.js';
import { phrasesCalls } from './app/phrases.js';
import { settingsCalls } from './app/settings.js';
import { speechCalls } from './app/speech.js';
import { systemCalls } from './app/system.js';
import { voicesCalls } from './app/voices.js';
import type { Contract } from './contract-kinds.js';

/**
 * The contract between a window and its host, as one value; `contract.ts` is the one between a host and its engine.
 * Everything on this connection is plain JSON. Sound goes another way: `player-frames.ts`.
 */
export const appContract = {
  ...speechCalls,
  ...voicesCalls,
  ...packsCalls,
  ...phrasesCalls,
  ...narrationCalls,
  ...settingsCalls,
  ...systemCalls,
} as const satisfies Contract;

export type AppContract = typeof appContract;
