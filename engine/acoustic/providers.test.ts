import { describe, expect, it } from 'vitest';
import { openOnDevice, reportBackends } from './providers.js';

const opening =
  (broken: readonly string[]) =>
  (provider: string): Promise<string> =>
    broken.includes(provider)
      ? Promise.reject(new Error(`no ${provider} library\nat somewhere`))
      : Promise.resolve(provider);

describe('openOnDevice', () => {
  it('takes the CPU when it may choose', async () => {
    const { opened, choice } = await openOnDevice('auto', opening([]));
    expect(opened).toBe('cpu');
    expect(choice.device).toBe('cpu');
  });

  it('takes what was asked for when it works', async () => {
    expect(await openOnDevice('webgpu', opening([]))).toMatchObject({
      opened: 'webgpu',
      choice: { device: 'webgpu', reason: 'asked for' },
    });
  });

  it('falls back to the CPU and keeps the reason', async () => {
    const { opened, choice } = await openOnDevice('cuda', opening(['cuda']));
    expect(opened).toBe('cpu');
    expect(choice.reason).toBe('cuda was asked for, but does not work here: no cuda library');
  });

  it('fails when not even the CPU works', async () => {
    await expect(openOnDevice('cuda', opening(['cuda', 'cpu']))).rejects.toThrow('no cpu library');
  });
});

describe('reportBackends', () => {
  const choice = { device: 'cpu', provider: 'cpu', code: 'asked-for', reason: 'asked for' } as const;

  it('tries nothing without a probe', async () => {
    const reports = await reportBackends(choice, 'linux', undefined);
    const webgpu = reports.find((one) => one.device === 'webgpu');
    expect(webgpu?.isAvailable).toBe(false);
    expect(webgpu?.code).toBe('not-tried');
    expect(webgpu?.reason).toContain('not tried');
    expect(reports.find((one) => one.device === 'dml')?.reason).toBe('ONNX Runtime has none for linux');
    expect(reports.filter((one) => one.isChosen).map((one) => one.device)).toEqual(['cpu']);
  });

  it('refuses a backend that garbles the sound, and passes on why one fails', async () => {
    const garbling = await reportBackends(choice, 'linux', () =>
      Promise.resolve({ timeMs: 5, cpuTimeMs: 10, isAlike: false }),
    );
    expect(garbling.find((one) => one.device === 'webgpu')).toMatchObject({ isAvailable: false });
    const failing = await reportBackends(choice, 'linux', () => Promise.reject(new Error('no adapter')));
    expect(failing.find((one) => one.device === 'webgpu')).toMatchObject({
      isAvailable: false,
      code: 'fails',
      reason: 'no adapter',
    });
    const working = await reportBackends(choice, 'linux', () =>
      Promise.resolve({ timeMs: 5, cpuTimeMs: 10, isAlike: true }),
    );
    expect(working.find((one) => one.device === 'webgpu')).toMatchObject({ isAvailable: true });
  });
});
