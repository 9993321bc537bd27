/** Types of `peer-report.mjs`, which plain Node runs as it is. */

export interface Report {
  readonly firstAudioMs: number;
  readonly firstAudioCpuMs: number;
  readonly totalMs: number;
  readonly totalCpuMs: number;
  readonly audioMs: number;
  readonly peakBytes: number;
}

export declare const order: { readonly modelDir: string; readonly threads: number; readonly text: string };
export declare const WARM_UP: string;
export declare function peakBytes(pid?: string): number;
export declare function createStopwatch(
  sampleRateHz: number,
  modelPid?: string,
): { heard(sampleCount: number): void; report<T extends object>(extra: T): Report & T };
