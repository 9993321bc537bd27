import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BOPOMOFO_MANDARIN, KOKORO_MANDARIN } from '../../engine/packs/import/alphabets.js';
import { KOKORO_VOCABULARY } from '../../engine/packs/import/kokoro-vocabulary.js';

const PYTHON = '/usr/bin/python3';
const MODELS = dirname(dirname(fileURLToPath(import.meta.url)));
const PRINT = [
  'import json',
  'from sotto_export.kokoro_alphabet import BOPOMOFO_MANDARIN, KOKORO_MANDARIN',
  'from sotto_export.vocabulary import VOCABULARY',
  'print(json.dumps([KOKORO_MANDARIN, BOPOMOFO_MANDARIN, VOCABULARY]))',
].join('\n');

const hasPython = spawnSync(PYTHON, ['--version']).status === 0;

describe.skipIf(!hasPython)('an exported Kokoro', () => {
  it('spells as an imported one does', () => {
    const { stdout } = spawnSync(PYTHON, ['-c', PRINT], { cwd: MODELS, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toEqual([KOKORO_MANDARIN, BOPOMOFO_MANDARIN, KOKORO_VOCABULARY]);
  });
});
