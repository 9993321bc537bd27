import { z } from 'zod';
import { Refusal } from './findings.js';
import { readText, type SourceFile } from './source.js';

/** Symbol → token id. */
export type Vocabulary = Readonly<Record<string, number>>;

const table = z.record(z.string(), z.int().min(0).max(0xffff));
/** `config.json` of hexgrad's releases. */
const configFile = z.object({ vocab: table });
/** `tokenizer.json` of Hugging Face's tokenizers. */
const tokenizerFile = z.object({ model: z.object({ vocab: table }) });

/** Reads JSON. @throws Refusal */
export async function readJson(file: SourceFile): Promise<unknown> {
  const text = await readText(file);
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new Refusal(
      'json-broken',
      `${file.path} is not JSON: ${(thrown as Error).message}`,
      { file: file.path },
      'download it again',
    );
  }
}

/** The vocabulary in a configuration or a tokenizer's file; undefined where it holds none. @throws Refusal */
export async function vocabularyOfJson(file: SourceFile): Promise<Vocabulary | undefined> {
  const data = await readJson(file);
  const config = configFile.safeParse(data);
  if (config.success) return config.data.vocab;
  const tokenizer = tokenizerFile.safeParse(data);
  return tokenizer.success ? tokenizer.data.model.vocab : undefined;
}

/** Reads sherpa-onnx's `tokens.txt`: a symbol, a space and its id a line; the symbol may be a space. @throws Refusal */
export async function vocabularyOfTokens(file: SourceFile): Promise<Vocabulary> {
  const vocabulary: Record<string, number> = {};
  for (const line of (await readText(file)).split(/\r?\n/)) {
    if (line === '') continue;
    const [, symbol, id] = /^(.+) (\d+)$/u.exec(line) ?? [];
    if (symbol === undefined)
      throw new Refusal(
        'tokens-broken',
        `${file.path} has a line that is no symbol and number: ${line.slice(0, 40)}`,
        { file: file.path },
        'download it again',
      );
    vocabulary[symbol] = Number(id);
  }
  return vocabulary;
}
