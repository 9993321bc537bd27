import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { canReadSelection, createProgramSelection } from './program-selection.js';

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'sotto-selection-'));
});

afterEach(() => rm(dir, { recursive: true }));

async function addProgram(name: string, script: string): Promise<void> {
  await writeFile(join(dir, name), `#!/bin/sh\n${script}\n`);
  await chmod(join(dir, name), 0o755);
}

describe.skipIf(process.platform === 'win32')('the selection, by the desktop’s programs', () => {
  const x11 = () => ({ PATH: dir, DISPLAY: ':0' });
  const wayland = () => ({ ...x11(), WAYLAND_DISPLAY: 'wayland-0' });

  it('is read by the first program that fits the desktop', async () => {
    await addProgram('wl-paste', 'echo "wl-paste $*"');
    await addProgram('xclip', 'echo "xclip $*"');
    await addProgram('xsel', 'echo "xsel $*"');
    const onWayland = createProgramSelection(wayland());
    expect(await onWayland.selection()).toMatch(/^wl-paste --primary/);
    expect(await onWayland.clipboard()).toMatch(/^wl-paste --no-newline/);
    const onX11 = createProgramSelection(x11());
    expect(await onX11.selection()).toBe('xclip -out -selection primary\n');
    await rm(join(dir, 'xclip'));
    expect(await onX11.clipboard()).toBe('xsel --output --clipboard\n');
  });

  it('is empty when the program says that there is none', async () => {
    await addProgram('xclip', 'echo "Error: target STRING not available" >&2; exit 1');
    expect(await createProgramSelection(x11()).selection()).toBe('');
  });

  it('is unavailable without a program or without a desktop', async () => {
    expect(await canReadSelection(x11())).toBe(false);
    await expect(createProgramSelection(x11()).selection()).rejects.toMatchObject({
      code: 'unavailable-here',
    });
    await addProgram('xclip', 'echo text');
    expect(await canReadSelection(x11())).toBe(true);
    expect(await canReadSelection({ PATH: dir })).toBe(false);
  });

  it('is given up when the application in front does not answer', async () => {
    await addProgram('xclip', 'exec /bin/sleep 60');
    await expect(createProgramSelection(x11(), 200).clipboard()).rejects.toMatchObject({
      code: 'unavailable-here',
    });
  });
});
