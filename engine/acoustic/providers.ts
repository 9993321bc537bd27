import { listSupportedBackends } from './onnxruntime.js';
import type { BackendInfo } from '../shared/contract.js';
import { SottoError } from '../shared/errors.js';
import { firstLine } from './session.js';

export type Device = 'cpu' | 'cuda' | 'dml' | 'coreml' | 'webgpu';

interface ProviderRow {
  readonly device: Device;
  /** ONNX Runtime's name. */
  readonly provider: string;
  readonly platforms: readonly NodeJS.Platform[];
}

/**
 * What onnxruntime-node 1.30 can run on, fastest hope first:
 *
 *              linux x64        linux arm64   windows   macOS
 *   cuda       extra download   –             –         –
 *   dml        –                –             inside    –
 *   coreml     –                –             –         inside
 *   webgpu     inside           inside        inside    inside
 *   cpu        inside           inside        inside    inside
 */
const PROVIDERS: readonly ProviderRow[] = [
  { device: 'cuda', provider: 'cuda', platforms: ['linux'] },
  { device: 'dml', provider: 'dml', platforms: ['win32'] },
  { device: 'coreml', provider: 'coreml', platforms: ['darwin'] },
  { device: 'webgpu', provider: 'webgpu', platforms: ['linux', 'win32', 'darwin'] },
  { device: 'cpu', provider: 'cpu', platforms: ['linux', 'win32', 'darwin'] },
];

export interface ProviderChoice {
  readonly device: Device;
  readonly provider: string;
  readonly code: BackendCode;
  readonly reason: string;
}

type BackendCode = NonNullable<BackendInfo['code']>;

const CPU_ROW = { device: 'cpu', provider: 'cpu' } as const;

/**
 * Opens a model on the device asked for. ONNX Runtime does not fall back by itself when a provider's library is missing,
 * so that is done here, and the reason is kept.
 * @param open loads the model with a provider, throws when it cannot
 */
export async function openOnDevice<T>(
  device: Device | 'auto',
  open: (provider: string) => Promise<T>,
): Promise<{ opened: T; choice: ProviderChoice }> {
  if (device === 'auto' || device === 'cpu') {
    const why =
      device === 'cpu'
        ? ({ code: 'asked-for', reason: 'asked for' } as const)
        : ({
            code: 'cpu-suffices',
            reason:
              'many times faster than real time for this voice, and the same on every machine; nothing to gain elsewhere',
          } as const);
    return { opened: await open('cpu'), choice: { ...CPU_ROW, ...why } };
  }
  const row = PROVIDERS.find((one) => one.device === device);
  try {
    if (!row) throw new SottoError({ code: 'bad-input', message: `there is no device "${device}"` });
    return {
      opened: await open(row.provider),
      choice: { device, provider: row.provider, code: 'asked-for', reason: 'asked for' },
    };
  } catch (error) {
    const reason = `${device} was asked for, but does not work here: ${firstLine(error)}`;
    return { opened: await open('cpu'), choice: { ...CPU_ROW, code: 'fell-back', reason } };
  }
}

export interface ProbeResult {
  /** Milliseconds for the same work on this backend and on the CPU. */
  readonly timeMs: number;
  readonly cpuTimeMs: number;
  /** Whether what came out matches the CPU. */
  readonly isAlike: boolean;
}

/**
 * Reports every backend and why it is or is not used.
 * @param probe renders a line on a provider and compares it with the CPU; throws when the provider does not work.
 *   Without it nothing is tried
 */
export async function reportBackends(
  choice: ProviderChoice,
  platform: NodeJS.Platform,
  probe: ((provider: string) => Promise<ProbeResult>) | undefined,
): Promise<BackendInfo[]> {
  const inBuild = new Set(listSupportedBackends().map((backend) => backend.name));
  const reports: BackendInfo[] = [];
  for (const { device, provider, platforms } of PROVIDERS) {
    const report = (isAvailable: boolean, code: BackendCode, reason: string): void => {
      reports.push({ device, provider, isAvailable, isChosen: device === choice.device, code, reason });
    };
    if (device === choice.device) report(true, choice.code, choice.reason);
    else if (!platforms.includes(platform))
      report(false, 'other-platform', `ONNX Runtime has none for ${platform}`);
    else if (!inBuild.has(provider)) report(false, 'not-in-build', 'not in this build of ONNX Runtime');
    else if (!probe) report(false, 'not-tried', 'not tried yet; "sotto doctor" tries it');
    else {
      try {
        const { timeMs, cpuTimeMs, isAlike } = await probe(provider);
        const times = `${timeMs.toFixed(0)} ms against ${cpuTimeMs.toFixed(0)} ms on the CPU`;
        if (!isAlike) report(false, 'sounds-different', `runs, but its sound differs from the CPU's`);
        else report(true, 'works', `works; a test line took ${times}`);
      } catch (error) {
        report(false, 'fails', firstLine(error));
      }
    }
  }
  return reports;
}
