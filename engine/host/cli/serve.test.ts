import { once } from 'node:events';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { appContract, type AppContract } from '../../shared/app-contract.js';
import type { SpeechState } from '../../shared/app/speech.js';
import { playerFrameEnd, type PlayerDownFrame } from '../../shared/player-frames.js';
import { createClient, type Client } from '../../shared/rpc-client.js';
import { createSocketPort, jsonCodec, playerCodec, type FrameCodec } from '../web/socket-port.js';
import {
  fakeInstallation,
  finished,
  type FakeInstallation,
  type Finished,
} from './testing/fake-installation.js';

let sotto: FakeInstallation;
let served: Served | undefined;
const sockets: WebSocket[] = [];

interface Served {
  readonly address: string;
  /** Ends it as Ctrl-C does. */
  interrupt(): void;
  readonly ended: Promise<Finished>;
}

beforeAll(async () => {
  sotto = await fakeInstallation();
  const renderer = join(sotto.root, 'dist', 'renderer');
  await mkdir(renderer);
  await writeFile(join(renderer, 'index.html'), '<html><head></head></html>');
});

beforeEach(async () => {
  served = undefined;
  await rm(join(sotto.root, 'home'), { recursive: true, force: true });
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  served?.interrupt();
  await served?.ended;
});

afterAll(() => sotto.remove());

const runtime = () => ({ XDG_RUNTIME_DIR: join(sotto.root, 'run') });

async function serve(args: readonly string[] = ['--no-open']): Promise<Served> {
  const child = sotto.start(['serve', ...args], runtime());
  const ended = finished(child);
  let said = '';
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const [found] = /http:\S+/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  served = { address, ended, interrupt: () => void child.kill('SIGINT') };
  return served;
}

const run = (...args: string[]): Promise<Finished> => sotto.run(args, { env: runtime() });

/** A page of the interface, as its scripts see the host. */
async function openPage({ address }: Served) {
  const answer = await fetch(address, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { host, origin } = new URL(address);
  const connect = (path: string, codec: FrameCodec) => {
    const socket = new WebSocket(`ws://${host}${path}`, { headers: { cookie, origin } });
    sockets.push(socket);
    const port = createSocketPort(socket, codec);
    return { port, opened: once(socket, 'open') };
  };
  const contract = connect('/contract', jsonCodec);
  const player = connect('/player', playerCodec);
  const frames: PlayerDownFrame[] = [];
  const end = playerFrameEnd(player.port);
  end.onFrame((frame) => frames.push(frame));
  await Promise.all([contract.opened, player.opened]);
  const client: Client<AppContract> = createClient(appContract, contract.port);
  end.send({ type: 'availability', state: 'ready', deviceTrouble: '', outputLatencyMs: 0 });
  return { client, frames, origin, cookie };
}

describe('sotto serve', () => {
  it('serves the interface, tells what it is, and sends the sound of a speech to the page', async () => {
    const { client, frames } = await openPage(await serve());
    expect(await client.hostInfo({})).toMatchObject({ version: '9.9.9', capabilities: { tray: false } });
    await client.speechStart({ text: 'One two three. Four.' });
    await expect.poll(() => frames.some(({ type }) => type === 'end'), { timeout: 10_000 }).toBe(true);
    const sampleCount = frames.reduce((sum, frame) => sum + (frame.type === 'pcm' ? frame.pcm.length : 0), 0);
    expect(sampleCount).toBe(4 * 2400);
    expect(frames.at(-1)).toMatchObject({ type: 'end', totalSamples: sampleCount });
  });

  it('ends when it is interrupted, with what was set on the disk', async () => {
    const host = await serve();
    const { client } = await openPage(host);
    await client.draftSet({ text: 'a thought' });
    host.interrupt();
    expect(await host.ended).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(join(sotto.root, 'home', 'data', 'draft.json'), 'utf8')).toContain('a thought');
  });

  it('hears the flags of the command line', async () => {
    const { client } = await openPage(await serve());
    const states: SpeechState[] = [];
    client.speechState({}, (state) => states.push(state));
    const commands: unknown[] = [];
    client.appCommands({}, (command) => commands.push(command));
    await client.speechStart({ text: 'One HANG two.' });
    expect((await run('--stop')).code).toBe(0);
    await expect.poll(() => states.at(-1)?.status).toBe('idle');
    expect((await run('--quick')).code).toBe(0);
    await expect.poll(() => commands).toEqual([{ kind: 'quick-speak' }]);
    const selection = await run('--speak-selection');
    expect([selection.code, selection.stderr]).toEqual([
      1,
      expect.stringMatching(/cannot be read here\n.*next:/),
    ]);
    expect((await run('--quick', '--stop')).code).toBe(2);
  });

  it.runIf(process.platform === 'linux')('opens the browser with its address', async () => {
    const opener = join(sotto.root, 'players', 'xdg-open');
    await writeFile(opener, `#!/bin/sh\necho "$1" > ${sotto.root}/opened\n`);
    await chmod(opener, 0o755);
    const { address } = await serve([]);
    await expect
      .poll(() => readFile(join(sotto.root, 'opened'), 'utf8').catch(() => ''))
      .toMatch(/^http:.*\n$/);
    const opened = (await readFile(join(sotto.root, 'opened'), 'utf8')).trim();
    // Every user of the machine can read what a program is called with: the printed token is not among it.
    expect(opened).not.toBe(address);
    expect((await fetch(opened, { redirect: 'manual' })).status).toBe(303);
    expect((await fetch(opened, { redirect: 'manual' })).status).toBe(401);
  });

  it('is one a person: a second one says so', async () => {
    await serve();
    const { code, stderr } = await run('serve', '--no-open');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^sotto: Sotto is running already/)]);
  });

  it.each(['70000', '-1', 'x', '1.5'])('refuses port %s', async (port) => {
    expect((await run('serve', '--no-open', `--port=${port}`)).code).toBe(2);
  });
});

describe('without a running Sotto', () => {
  it('its flags say so, and what to do', async () => {
    for (const flag of ['--speak-selection', '--speak-clipboard', '--quick', '--stop']) {
      const { code, stderr } = await run(flag);
      expect([code, stderr]).toEqual([
        1,
        'sotto: Sotto is not running\n  next: start Sotto, then try again\n',
      ]);
    }
    const { stderr } = await run('--stop', '--json');
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'not-running' } });
  });

  it('the help names them', async () => {
    const { stdout } = await run('--help');
    expect(stdout.toString()).toMatch(/--speak-selection .*\n.*--speak-clipboard/);
  });
});
