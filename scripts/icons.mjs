/**
 * Makes every icon from the drawings in assets/: the app's for each system, and the tray's in its states.
 *
 *   node scripts/icons.mjs    needs a Chrome or Chromium; the results are kept in the repository
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { findBrowser } from './browser.mjs';
import { icns, ico } from './icon-containers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const assets = join(root, 'assets');

/** In pixels. */
const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
const APPLE_SIZES = [16, 32, 64, 128, 256, 512, 1024];

/** Tray pictures: what a drawing becomes for each kind of bar, and the length of a side on a plain display. */
const TRAY_KINDS = [
  { suffix: 'Template', colour: '#000', size: 16, scales: [1, 2] },
  { suffix: '-dark', colour: '#1c1b19', size: 16, scales: [1, 1.25, 1.5, 2] },
  { suffix: '-light', colour: '#fff', size: 16, scales: [1, 1.25, 1.5, 2] },
  { suffix: '-panel', colour: '#fff', size: 24, scales: [1, 2] },
];

const executablePath = findBrowser();
if (!executablePath) {
  console.error('icons: no Chrome or Chromium found; node scripts/browser.mjs says how to get one');
  process.exit(1);
}
const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
try {
  const page = await browser.newPage();

  const picture = async (svg, size) => {
    await page.setViewportSize({ width: size, height: size });
    const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
    await page.setContent(
      `<style>body{margin:0}img{display:block}</style><img src="${source}" width="${size}">`,
    );
    await page.locator('img').evaluate((image) => image.decode());
    return page.screenshot({ omitBackground: true });
  };
  const pictures = (svg, sizes) =>
    sizes.reduce(
      async (made, size) => [...(await made), { size, png: await picture(svg, size) }],
      Promise.resolve([]),
    );

  const icon = readFileSync(join(assets, 'icon.svg'), 'utf8');
  mkdirSync(join(assets, 'icons'), { recursive: true });
  for (const { size, png } of await pictures(icon, LINUX_SIZES))
    writeFileSync(join(assets, 'icons', `${size}x${size}.png`), png);
  writeFileSync(join(assets, 'icon.ico'), ico(await pictures(icon, WINDOWS_SIZES)));
  writeFileSync(join(assets, 'icon.icns'), icns(await pictures(icon, APPLE_SIZES)));

  const tray = join(assets, 'tray');
  for (const drawing of readdirSync(tray).filter((name) => name.endsWith('.svg'))) {
    const svg = readFileSync(join(tray, drawing), 'utf8');
    for (const { suffix, colour, size, scales } of TRAY_KINDS) {
      const coloured = svg.replaceAll('currentColor', colour);
      for (const scale of scales) {
        const name = `${basename(drawing, '.svg')}${suffix}${scale === 1 ? '' : `@${scale}x`}.png`;
        writeFileSync(join(tray, name), await picture(coloured, size * scale));
      }
    }
  }
  copyFileSync(join(assets, 'icon.svg'), join(root, 'renderer', 'public', 'icon.svg'));
} finally {
  await browser.close();
}
