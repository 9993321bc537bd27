#!/usr/bin/env node
/**
 * The `sotto` command. Builds the bundles when they are missing or older than the sources (a checkout),
 * then hands over to the command line. An installed copy carries its bundles and no sources.
 */
import { existsSync } from 'node:fs';

const bundle = new URL('../dist/engine/cli.mjs', import.meta.url);

if (existsSync(new URL('../scripts/build.mjs', import.meta.url))) {
  try {
    const { buildIfStale } = await import('../scripts/build.mjs');
    // Only the web host has pages to show; nothing else waits for them.
    await buildIfStale(process.argv[2] === 'serve' ? ['engine', 'renderer'] : ['engine']);
  } catch (thrown) {
    if (thrown?.code !== 'ERR_MODULE_NOT_FOUND') throw thrown;
    process.stderr.write('sotto: its packages are not installed: run `npm ci` first\n');
    process.exit(1);
  }
}
await import(bundle.href);
