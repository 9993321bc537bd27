import { join } from 'node:path';
import { Refusal } from './findings.js';
import { baseName, readText, type SourceFile } from './source.js';
import { vocabularyOfJson } from './vocabulary.js';

/** What can be imported, for whoever named something else. */
const LAYOUTS =
  'a Sotto pack (pack.json), an ONNX export of Kokoro with its voices, a folder of sherpa-onnx for Kokoro or KittenTTS, or a release of KittenTTS';

/**
 * What to say of a folder without an ONNX model: a checkpoint is told how to become one.
 * @param where the folder that the files lie in, for the command that converts it
 */
export async function refusalWithoutModel(files: readonly SourceFile[], where: string): Promise<Refusal> {
  const checkpoint = files.find(
    ({ path }) => /\.(pth|pt|ckpt|safetensors)$/i.test(path) && !/(^|\/)voices?\//.test(path),
  );
  if (checkpoint === undefined)
    return new Refusal(
      'unrecognised',
      files.length === 0
        ? 'there are no files in it'
        : `none of its ${files.length} files is a model that Sotto knows`,
      { files: files.length },
      `name ${LAYOUTS}`,
      true,
    );
  const located = (path: string): string => join(where, path);
  const options = { checkpoint: located(checkpoint.path) };
  const yaml = files.find(({ path }) => /\.ya?ml$/i.test(path));
  if (yaml) {
    const text = await readText(yaml);
    const isWhole = /^\s*diffusion:/m.test(text);
    // Models of many speakers, and all without diffusion, speak in the voice of a recording.
    const needsRecording = !isWhole || /^\s*multispeaker:\s*true/m.test(text);
    return toConvert(isWhole ? 'styletts2' : 'lite', {
      ...options,
      config: located(yaml.path),
      ...(needsRecording && { reference: 'RECORDING.wav' }),
    });
  }
  const config = files.find(({ path }) => baseName(path) === 'config.json');
  if (config && (await vocabularyOfJson(config)))
    return toConvert('kokoro', { ...options, config: located(config.path), voices: located('voices') });
  return new Refusal(
    'checkpoint-without-config',
    `${checkpoint.path} is a PyTorch checkpoint, and the configuration that belongs to it is not there`,
    { file: checkpoint.path },
    'put config.yml (StyleTTS2) or config.json (Kokoro) beside it',
  );
}

const CHECKPOINTS = { styletts2: 'StyleTTS2', lite: 'StyleTTS2-lite', kokoro: 'Kokoro' } as const;

/** The exporter's own commands and options: see models/sotto_export. */
function toConvert(kind: keyof typeof CHECKPOINTS, options: Readonly<Record<string, string>>): Refusal {
  const quoted = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
  const written = Object.entries({ ...options, out: `${kind}-pack` }).map(
    ([option, value]) => `--${option} ${quoted(value)}`,
  );
  const command = `python -m sotto_export ${kind} ${written.join(' ')}`;
  return new Refusal(
    'checkpoint',
    `this is a PyTorch checkpoint of ${CHECKPOINTS[kind]}, which has to be converted first`,
    { kind, file: options.checkpoint ?? '', command },
    `run this in models/ of Sotto's sources, and import the folder that it writes: ${command}`,
  );
}
