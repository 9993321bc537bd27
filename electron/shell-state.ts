import type { NarrationState } from '../engine/shared/app/narration.js';
import type { Settings } from '../engine/shared/app/settings.js';
import type { SpeechState } from '../engine/shared/app/speech.js';
import type { EngineState } from '../engine/shared/app/system.js';
import type { VoicesState } from '../engine/shared/app/voices.js';
import type { AppContract } from '../engine/shared/app-contract.js';
import type { Client } from '../engine/shared/rpc-client.js';

/** What the tray, the menus and quitting follow. */
export interface ShellState {
  readonly settings: Settings;
  readonly speech: SpeechState;
  readonly voices: VoicesState;
  readonly recent: readonly { readonly id: string; readonly text: string }[];
  readonly engine: EngineState;
  readonly narrations: NarrationState;
}

/**
 * Follows the app through its contract.
 * @param onChange hears the whole state once all of it is known, then after every change
 */
export function followApp(client: Client<AppContract>, onChange: (state: ShellState) => void): () => void {
  const known: { -readonly [K in keyof ShellState]?: ShellState[K] } = {};
  const learn = (part: Partial<ShellState>): void => {
    Object.assign(known, part);
    if (isWhole(known)) onChange({ ...known });
  };
  const stops = [
    client.settingsWatch({}, (settings) => learn({ settings })),
    client.speechState({}, (speech) => learn({ speech })),
    client.voicesWatch({}, (voices) => learn({ voices })),
    client.recentWatch({}, ({ items }) => learn({ recent: items })),
    client.engineWatch({}, (engine) => learn({ engine })),
    client.narrationWatch({}, (narrations) => learn({ narrations })),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function isWhole(known: Partial<ShellState>): known is ShellState {
  const { settings, speech, voices, recent, engine, narrations } = known;
  return [settings, speech, voices, recent, engine, narrations].every((part) => part !== undefined);
}
