/**
 * Bundles and runs a TypeScript tool of this folder: node models/tools/run.mjs NAME [ARGUMENTS…]
 * The bundle lies in dist/tools/, with the packages left where they are.
 */
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { buildDictionary } from '../../scripts/build-dictionary.mjs';

const name = process.argv[2] ?? '';
const source = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
if (!/^[a-z-]+$/.test(name) || !existsSync(source)) {
  process.stderr.write(
    'usage: node models/tools/run.mjs NAME [ARGUMENTS…]   (NAME.ts lies beside run.mjs)\n',
  );
  process.exit(2);
}
const dictionary = fileURLToPath(new URL('../../dist/cmudict.bin', import.meta.url));
if (!existsSync(dictionary)) await buildDictionary(dictionary);
const file = fileURLToPath(new URL(`../../dist/tools/${name}-${process.pid}.mjs`, import.meta.url));
const bundle = await rolldown({ input: source, platform: 'node', external: [/^node:/, /^[a-z@]/] });
await bundle.write({ file, format: 'esm', codeSplitting: false });
await bundle.close();
process.on('exit', () => rmSync(file, { force: true }));
process.argv.splice(1, 2, file);
await import(pathToFileURL(file).href);
