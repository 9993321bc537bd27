import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({ overrideConfigFile: 'eslint.config.js' });

/** Lints a one-line source as if it stood at `filePath` (a file that exists, so that types resolve). */
async function complaints(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).flatMap((message) =>
    message.ruleId?.includes('restricted') ? [message.message] : [],
  );
}

describe('the import rules of the house', () => {
  it.each([
    ['text may not read the system', 'engine/text/types.ts', `import 'node:fs';`],
    ['shared may not run models', 'engine/shared/errors.ts', `import 'onnxruntime-node';`],
    ['acoustic loads it in one file', 'engine/acoustic/session.ts', `import 'onnxruntime-node';`],
    ['only acoustic runs models', 'engine/packs/manifest.ts', `import 'onnxruntime-node';`],
    ['stages do not know each other', 'engine/text/types.ts', `import '../packs/load-pack.js';`],
    ['services know no host', 'engine/services/speech.ts', `import '../host/paths.js';`],
    ['shared enters no other room', 'engine/shared/errors.ts', `import '../services/speech.js';`],
    ['the engine knows no Electron', 'engine/services/speech.ts', `import 'electron';`],
    ['the engine knows no React', 'engine/services/speech.ts', `import 'react';`],
    ['an import when needed is one too', 'engine/text/types.ts', `export const fs = import('node:fs');`],
    ['nor may it run models', 'engine/host/paths.ts', `export const ort = import('onnxruntime-node');`],
    [
      'nor enter a closed room',
      'engine/host/paths.ts',
      `export const job = import('../stream/pipeline.js');`,
    ],
    ['the shell enters no stage', 'electron/shell.ts', `import '../engine/stream/pipeline.js';`],
    ['Electron is handed in', 'electron/shell.ts', `import { app } from 'electron'; app.quit();`],
    ['one file answers pages', 'electron/shell.ts', `export const ipc = globalThis.ipcMain;`],
    ['one file asks the host', 'electron/preload-bridge.ts', `export const ipc = globalThis.ipcRenderer;`],
    ['pure rooms touch no process', 'engine/shared/errors.ts', `export const home = process.env['HOME'];`],
  ])('%s', async (_name, filePath, code) => {
    expect(await complaints(filePath, code)).not.toHaveLength(0);
  });

  it.each([
    ['any room may use shared', 'engine/services/speech.ts', `import '../shared/errors.js';`],
    ['one file loads the runtime', 'engine/acoustic/onnxruntime.ts', `import 'onnxruntime-node';`],
    [
      'an open room may be entered when needed',
      'engine/host/paths.ts',
      `export const x = import('../cache/disk.js');`,
    ],
    ['Electron’s types are everybody’s', 'electron/shell.ts', `import type { App } from 'electron';`],
    ['the entry loads Electron', 'electron/main.ts', `import * as electron from 'electron';`],
    ['stream composes the stages', 'engine/stream/pipeline.ts', `import '../text/types.js';`],
  ])('%s', async (_name, filePath, code) => {
    expect(await complaints(filePath, code)).toEqual([]);
  });
});
