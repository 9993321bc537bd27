import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from '../../bench/harness.js';
import { installationPaths } from '../../engine/host/paths.js';

const folder = join(installationPaths(import.meta.url).root, 'dist', 'renderer');

/** Files that a page or a module names to be loaded before it runs. */
function staticImports(name: string, text: string): string[] {
  const pattern = name.endsWith('.html')
    ? /(?:src|href)="\.\/([^"]+\.(?:js|css))"/g
    : /(?:from|import)\s*["'](\.[^"']+\.js)["']/g;
  return [...text.matchAll(pattern)].map((match) => join(dirname(name), match[1] ?? ''));
}

/** Compressed size of everything that the window loads before it can be used: what views load later is not in it. */
async function firstLoadBytes(page: string): Promise<number> {
  const seen = new Set<string>();
  const waiting = [page];
  let bytes = 0;
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const content = await readFile(join(folder, name));
    bytes += gzipSync(content, { level: 9 }).length;
    if (/\.(?:html|js)$/.test(name)) waiting.push(...staticImports(name, content.toString()));
  }
  return bytes;
}

export async function firstLoadSize(): Promise<Figure[]> {
  return [
    {
      name: 'first load of the window, gzip',
      value: (await firstLoadBytes('index.html')) / 1000,
      unit: 'kB',
      goal: 250,
    },
    {
      name: 'first load of quick speak, gzip',
      value: (await firstLoadBytes('quick.html')) / 1000,
      unit: 'kB',
    },
  ];
}
