/** sherpa-onnx-node on the model of the comparison: node sherpa-onnx.mjs '{"modelDir", "espeakDataDir", "threads", "text"}' */
import { join } from 'node:path';
import sherpa from 'sherpa-onnx-node';
import { createStopwatch, order, WARM_UP } from './peer-report.mjs';

const { modelDir, espeakDataDir, threads, text } = order;
const tts = new sherpa.OfflineTts({
  model: {
    kokoro: {
      model: join(modelDir, 'model.onnx'),
      voices: join(modelDir, 'voices.bin'),
      tokens: join(modelDir, 'tokens.txt'),
      dataDir: espeakDataDir,
      // A model of Kokoro 1.0's metadata wants a lexicon or this.
      lang: 'en-us',
    },
    numThreads: threads,
    provider: 'cpu',
    debug: 0,
  },
  maxNumSentences: 1,
});

/** Its callback brings every sentence as soon as that is computed. */
function speak(words, heard) {
  return tts.generateAsync({
    text: words,
    sid: 0,
    speed: 1,
    enableExternalBuffer: false,
    onProgress({ samples }) {
      heard(samples.length);
      return true;
    },
  });
}

await speak(WARM_UP, () => undefined);
const stopwatch = createStopwatch(tts.sampleRate);
await speak(text, (sampleCount) => stopwatch.heard(sampleCount));
console.log(JSON.stringify(stopwatch.report()));
