import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { phrasesCalls, type PhrasesState } from '../../shared/app/phrases.js';
import { createClient } from '../../shared/rpc-client.js';
import { serve } from '../../shared/rpc-server.js';
import { createMemoryPortPair } from '../../shared/transport.js';
import { phrasesHandlers } from './phrases-handlers.js';
import { isAllReady, openScene, type Scene } from './testing/scene.js';

let dataDir = '';
let scene: Scene;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sotto-phrase-calls-'));
  scene = await openScene({ dataDir });
});
afterEach(async () => {
  await scene.service.dispose();
  await rm(dataDir, { recursive: true, force: true });
});

it('answers a window over the contract: what it is told fits, and so do errors', async () => {
  const [windowPort, hostPort] = createMemoryPortPair();
  serve(phrasesCalls, phrasesHandlers(scene.service), hostPort);
  const client = createClient(phrasesCalls, windowPort);
  const told: PhrasesState[] = [];
  const stop = client.phrasesWatch({}, (state) => told.push(state));
  const { id: groupId } = await client.groupSave({ name: ' Work ' });
  const { id } = await client.phraseSave({ phrase: { groupId, text: 'Hello {who}.', slots: WHO } });
  expect(await readFile(join(dataDir, 'phrases.json'), 'utf8')).toContain('Hello {who}.');
  await client.phrasesPause({ isPaused: true });
  await client.phraseMove({ id, groupId, index: 0 });
  await client.groupMove({ id: groupId, index: 0 });
  await client.phrasesPause({ isPaused: false });
  await scene.until((state) => isAllReady(state) && told.at(-1)?.progress === null);
  expect(told.at(-1)).toEqual(scene.service.state());
  expect(told.at(-1)?.groups[0]).toEqual({ id: groupId, name: 'Work' });
  expect(await client.phraseSpeak({ id, slots: { who: 'Ada' } })).toMatchObject({ isReady: true });
  await expect(client.phraseSpeak({ id })).rejects.toMatchObject({
    code: 'bad-input',
    details: { slot: 'who' },
  });
  await expect(client.groupSave({ name: 'work' })).rejects.toMatchObject({ code: 'name-taken' });
  expect(await client.phrasesImport({ format: 'csv', text: 'text\nNew.\n' })).toMatchObject({ added: 1 });
  expect(await client.phrasesExport({ format: 'csv' })).toMatchObject({ fileName: 'sotto-phrases.csv' });
  await client.phraseRetry({ id });
  await client.phraseRemove({ id });
  await client.groupRemove({ id: groupId });
  await expect(client.phraseRemove({ id })).rejects.toMatchObject({ code: 'unknown-item' });
  stop();
  await scene.downloads.dispose();
});

const WHO = [{ kind: 'list' as const, name: 'who', values: ['Ada', 'Grace'] }];

it('tells a window when the disk does not take a change', async () => {
  const [windowPort, hostPort] = createMemoryPortPair();
  serve(phrasesCalls, phrasesHandlers(scene.service), hostPort);
  const client = createClient(phrasesCalls, windowPort);
  await scene.service.flush();
  await rm(join(dataDir, 'phrases.json'));
  // What is no file cannot be replaced by one.
  await mkdir(join(dataDir, 'phrases.json', 'inside'), { recursive: true });
  await expect(client.groupSave({ name: 'Work' })).rejects.toMatchObject({ code: 'file-unwritable' });
  expect(scene.service.state().groups.map(({ name }) => name)).toContain('Work');
  await rm(join(dataDir, 'phrases.json'), { recursive: true });
});
