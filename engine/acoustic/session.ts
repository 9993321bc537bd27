import { InferenceSession, Tensor } from './onnxruntime.js';
import type { GraphModel } from '../packs/load-pack.js';
import { SottoError } from '../shared/errors.js';

export interface SessionOptions {
  readonly provider: string;
  /** Threads within one operator. */
  readonly threads: number;
}

/** A loaded graph. Feeds and results are plain tensors; failures are SottoErrors. */
export interface GraphSession {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** Element type of an input, such as "float32"; undefined for a name that the graph does not have. */
  inputType(name: string): string | undefined;
  /**
   * Runs the graph once. The event loop is given a turn before, and is blocked during the run.
   * @throws SottoError `inference-failed`
   */
  run(feeds: Record<string, Tensor>, fetches: readonly string[]): Promise<Record<string, Tensor>>;
  release(): Promise<void>;
}

/**
 * Loads a graph from its file or its bytes.
 *
 * The arena stays on (without it every run pays for its allocations again), memory patterns are off: segments differ in
 * length, and a pattern kept for every length nearly doubles the memory a second of audio takes.
 * @throws SottoError `engine-failed` when the graph cannot be loaded with this provider
 */
export async function loadGraph(
  name: string,
  model: GraphModel,
  options: SessionOptions,
): Promise<GraphSession> {
  let session: InferenceSession;
  try {
    session = await createSession(model, {
      executionProviders: [options.provider],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      enableCpuMemArena: true,
      enableMemPattern: false,
      graphOptimizationLevel: 'all',
      // Errors only: warnings about nodes that stay on the CPU are of no use to a person.
      logSeverityLevel: 3,
    });
  } catch (error) {
    throw new SottoError(
      {
        code: 'engine-failed',
        message: `the ${name} graph could not be loaded on ${options.provider}: ${firstLine(error)}`,
        next: 'run "sotto doctor" to see which backends work here',
      },
      { cause: error },
    );
  }
  return {
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    inputType(name) {
      const found = session.inputMetadata.find((one) => one.name === name);
      return found?.isTensor ? found.type : undefined;
    },
    async run(feeds, fetches) {
      try {
        const results = await session.run(feeds, fetches);
        for (const fetched of fetches)
          if (!(results[fetched] instanceof Tensor)) throw new Error(`the graph has no output "${fetched}"`);
        return results;
      } catch (error) {
        throw new SottoError(
          { code: 'inference-failed', message: `the ${name} graph failed: ${firstLine(error)}` },
          { cause: error },
        );
      }
    },
    release: () => session.release(),
  };
}

function createSession(
  model: GraphModel,
  options: InferenceSession.SessionOptions,
): Promise<InferenceSession> {
  return typeof model === 'string'
    ? InferenceSession.create(model, options)
    : InferenceSession.create(model, options);
}

/** The part of a native error that a person can read. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 300);
}
