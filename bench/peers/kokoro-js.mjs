/** kokoro-js on the model of the comparison: node kokoro-js.mjs '{"modelDir", "threads", "text"}' */
import { dirname, basename } from 'node:path';
import { AutoTokenizer, env, StyleTextToSpeech2Model } from '@huggingface/transformers';
import { KokoroTTS, TextSplitterStream } from 'kokoro-js';
import { createStopwatch, order, WARM_UP } from './peer-report.mjs';

const { modelDir, threads, text } = order;
env.allowRemoteModels = false;
env.localModelPath = dirname(modelDir);
const name = basename(modelDir);
const model = await StyleTextToSpeech2Model.from_pretrained(name, {
  dtype: 'fp32',
  device: 'cpu',
  session_options: { intraOpNumThreads: threads, interOpNumThreads: 1 },
});
const tts = new KokoroTTS(model, await AutoTokenizer.from_pretrained(name));

async function speak(words, heard) {
  // A string given to stream() would lose its last sentence.
  const splitter = new TextSplitterStream();
  const chunks = tts.stream(splitter, { voice: 'af_heart' });
  splitter.push(words);
  splitter.close();
  for await (const { audio } of chunks) heard(audio.audio.length);
}

await speak(WARM_UP, () => undefined);
const stopwatch = createStopwatch(24_000);
await speak(text, (sampleCount) => stopwatch.heard(sampleCount));
console.log(JSON.stringify(stopwatch.report()));
