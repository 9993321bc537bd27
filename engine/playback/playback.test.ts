import { once } from 'node:events';
import { watch } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../shared/clock.js';
import type { SampleEncoder } from './device.js';
import { FileDevice } from './file-device.js';
import { PlayHead } from './play-head.js';
import { findPlayers, Playback } from './playback.js';
import { playersOf, type PlayerProgram } from './players.js';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-players-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const RATE_HZ = 24000;
/** Bytes that show which samples they were. */
const encoder: SampleEncoder = {
  raw: (pcm) => Uint8Array.from(pcm),
  wav: (pcm) => Uint8Array.from([0xff, ...pcm]),
};

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

const heard = async () => [...(await readFile(join(folder, 'heard')))];
const RECORDS = () => `cat > '${folder}/heard'`;
const NO_CARD = `
echo "ALSA lib confmisc.c:855:(parse_card) cannot find card '0'" >&2
echo "aplay: main:831: audio open error: No such file or directory" >&2
exit 1`;

async function playback(clock = createManualClock()): Promise<Playback> {
  const players = await findPlayers('linux', folder);
  return new Playback({ sampleRateHz: RATE_HZ, encoder, clock, players });
}

async function playAll(player: Playback, ...chunks: number[][]): Promise<void> {
  for (const chunk of chunks) {
    await player.write(Float32Array.from(chunk));
    await player.endSegment();
  }
  await player.finish();
}

describe.runIf(process.platform !== 'win32')('Playback', () => {
  it('gives a player everything in order and waits until it was heard', async () => {
    await program('aplay', RECORDS());
    const player = await playback();
    await playAll(player, [1, 2], [3], []);
    expect(await heard()).toEqual([1, 2, 3]);
    expect(player.playerName).toBe('aplay');
  });

  it('tells the player how the samples lie', async () => {
    await program('aplay', `echo "$@" > '${folder}/args'; cat > /dev/null`);
    await playAll(await playback(), [1]);
    expect(await readFile(join(folder, 'args'), 'utf8')).toMatch(/-t raw -f S16_LE -c 1 -r 24000/);
  });

  it('goes on to the next player, from the beginning, when one does not work', async () => {
    await program('paplay', 'echo "Connection failure: Connection refused" >&2; exit 1');
    await program('aplay', NO_CARD);
    await program('ffplay', RECORDS());
    const player = await playback();
    await playAll(player, [1, 2], [3], [4]);
    expect(await heard()).toEqual([1, 2, 3, 4]);
    expect(player.playerName).toBe('ffplay');
  });

  it('says what each player said when none works', async () => {
    await program('aplay', NO_CARD);
    await program('ffplay', 'echo "No more combinations to try, audio open failed" >&2; exit 0');
    await expect(playAll(await playback(), [1])).rejects.toMatchObject({
      code: 'no-audio-device',
      message:
        "there is no sound device that works (aplay: cannot find card '0'; audio open error: No such file or " +
        'directory; ffplay: No more combinations to try, audio open failed)',
    });
  });

  it('says so where no player is installed', async () => {
    await writeFile(join(folder, 'aplay'), 'not executable');
    await expect(playAll(await playback(), [1])).rejects.toMatchObject({
      code: 'no-audio-device',
      message: 'there is no program here that plays sound',
    });
  });

  it('does not start over when a player fails after the listener has heard it', async () => {
    await program('paplay', 'head -c 1 > /dev/null; echo "device was unplugged" >&2; exit 1');
    await program('ffplay', RECORDS());
    const clock = createManualClock();
    const player = await playback(clock);
    await player.write(Float32Array.of(1));
    await clock.advance(5000);
    await expect(player.finish()).rejects.toMatchObject({
      code: 'playback-failed',
      message: 'the player stopped in the middle (paplay: device was unplugged)',
    });
  });

  it('holds back a writer that is faster than the player', async () => {
    await program('aplay', `while [ ! -e '${folder}/go' ]; do sleep 0.01; done; ${RECORDS()}`);
    const player = await playback();
    let writtenCount = 0;
    const chunk = new Float32Array(100_000);
    const writing = (async () => {
      for (let index = 0; index < 30; index += 1, writtenCount += 1) await player.write(chunk);
    })();
    // The player has opened nothing yet; only what a pipe holds can have been taken.
    await player.write(new Float32Array(0));
    expect(writtenCount).toBeLessThan(10);
    await writeFile(join(folder, 'go'), '');
    await writing;
    await player.finish();
    expect(await heard()).toHaveLength(3_000_000);
  });

  it('is silent at once when stopped, and finishing is no error then', async () => {
    await program('aplay', `echo $$ > '${folder}/pid'; exec sleep 1000`);
    const changes = watch(folder);
    const player = await playback();
    await player.write(Float32Array.of(1));
    await once(changes, 'change');
    changes.close();
    const finishing = player.finish();
    player.stop();
    await finishing;
    await player.write(Float32Array.of(2));
  });
});

describe.runIf(process.platform !== 'win32')('FileDevice', () => {
  const filePlayer: PlayerProgram = { command: 'fileplay', kind: 'file', args: (_rate, source) => [source] };

  it('plays one piece a segment, in order, and removes its files', async () => {
    const path = await program('fileplay', `cat "$1" >> '${folder}/heard'; dirname "$1" > '${folder}/where'`);
    const device = new FileDevice(filePlayer, path, RATE_HZ, encoder);
    for (const segment of [[1, 2], [], [3], [4]]) {
      for (const sample of segment) await device.write(Float32Array.of(sample));
      await device.endSegment();
    }
    await device.write(Float32Array.of(5));
    await device.finish();
    expect(await heard()).toEqual([0xff, 1, 2, 0xff, 3, 0xff, 4, 0xff, 5]);
    const where = (await readFile(join(folder, 'where'), 'utf8')).trim();
    await expect(readdir(where)).rejects.toThrow(/ENOENT/);
  });

  it('rejects with the reason when a piece could not be played', async () => {
    const path = await program('fileplay', 'echo "AudioFileOpen failed" >&2; exit 1');
    const device = new FileDevice(filePlayer, path, RATE_HZ, encoder);
    await device.write(Float32Array.of(1));
    await expect(device.finish()).rejects.toThrow('fileplay: AudioFileOpen failed');
  });
});

describe('the players', () => {
  it.each(['linux', 'darwin', 'win32', 'freebsd'])('%s has some', (platform) => {
    expect(playersOf(platform).length).toBeGreaterThan(0);
  });

  it('PowerShell gets a path with a quote in it as one', () => {
    const [powershell] = playersOf('win32');
    expect(powershell?.args(RATE_HZ, "C:\\Users\\O'Neil\\0.wav").at(-1)).toContain(
      "'C:\\Users\\O''Neil\\0.wav'",
    );
  });
});

describe('PlayHead', () => {
  it('never passes what was written, and never goes back', () => {
    const steps = fc.array(fc.tuple(fc.nat(500), fc.nat(500)));
    fc.assert(
      fc.property(steps, (writes) => {
        const head = new PlayHead();
        let nowMs = 0;
        let writtenMs = 0;
        let lastMs = 0;
        for (const [durationMs, waitMs] of writes) {
          head.wrote(durationMs, nowMs);
          writtenMs += durationMs;
          nowMs += waitMs;
          const positionMs = head.positionMs(nowMs);
          expect(positionMs).toBeLessThanOrEqual(writtenMs);
          expect(positionMs).toBeGreaterThanOrEqual(lastMs);
          lastMs = positionMs;
        }
      }),
    );
  });

  it('counts the times the player ran dry', () => {
    const head = new PlayHead();
    head.wrote(100, 0);
    head.wrote(100, 90);
    head.wrote(100, 250);
    head.wrote(100, 340);
    expect(head.underrunCount).toBe(1);
    expect(head.positionMs(1000)).toBe(400);
  });
});
