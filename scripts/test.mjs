/**
 * `npm test`: everything that must be true of a checkout, in one command. Each step's checks are counted;
 * the last line is `N passed, N failed`, with `, N skipped` when something could not run here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBrowser, NO_BROWSER } from './browser.mjs';
import { findElectron, hasDesktop } from './electron-binary.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const total = { passed: 0, failed: 0, skipped: 0 };

/** Runs one command with its output shown; true when it ended well. */
function run(title, command, args, options = {}) {
  console.log(`\n== ${title}`);
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(error.message);
  return status === 0;
}

/** A step that passes or fails as one check. */
function check(title, args) {
  total[run(title, process.execPath, args) ? 'passed' : 'failed']++;
}

function vitest() {
  const report = join(scratch, 'vitest.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = run('Tests', process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters]);
  if (!existsSync(report)) {
    total.failed++;
    return;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += result.numPassedTests;
  total.skipped += result.numPendingTests + result.numTodoTests;
  total.failed += ok ? 0 : Math.max(1, result.numFailedTests);
}

/** The flows, in a real browser on the web host, and under Electron where its binary is. */
function flows() {
  const browser = ensureBrowser();
  if (browser === undefined) {
    console.error(`\n== Flows: ${NO_BROWSER}.`);
    total.failed++;
    return;
  }
  const report = join(scratch, 'flows.json');
  const ok = run(
    'Flows',
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', '--config', 'e2e/playwright.config.ts'],
    { env: { ...process.env, SOTTO_BROWSER: browser, SOTTO_E2E_REPORT: report } },
  );
  if (!existsSync(report)) {
    total.failed++;
    return;
  }
  const { stats } = JSON.parse(readFileSync(report, 'utf8'));
  total.passed += stats.expected + stats.flaky;
  total.skipped += stats.skipped;
  total.failed += ok ? 0 : Math.max(1, stats.unexpected);
  if (findElectron() === undefined || !hasDesktop()) {
    console.log('Flows under Electron: skipped, because its binary, or a desktop, is not on this machine.');
    total.skipped++;
  }
}

/** Tests of Python packages in models/; they need Debian's python3-torch, which `.ci/run` installs. */
function python(title, name) {
  const interpreter = '/usr/bin/python3';
  const modules = 'import torch, numpy, scipy, onnx';
  if (spawnSync(interpreter, ['-c', modules]).status !== 0) {
    console.log(`\n== ${title}: skipped, because python3-torch, -scipy and -onnx are not installed.`);
    total.skipped++;
    return;
  }
  console.log(`\n== ${title}`);
  const { status, stderr } = spawnSync(interpreter, ['-m', 'unittest', 'discover', '-s', name, '-t', '.'], {
    cwd: join(root, 'models'),
    encoding: 'utf8',
  });
  process.stderr.write(stderr);
  const ran = Number(/^Ran (\d+) test/m.exec(stderr)?.[1] ?? 0);
  const count = (word) => Number(new RegExp(`${word}=(\\d+)`).exec(stderr)?.[1] ?? 0);
  const failed = count('failures') + count('errors');
  total.skipped += count('skipped');
  total.failed += status === 0 ? 0 : Math.max(1, failed);
  total.passed += ran - failed - count('skipped');
}

check('Lock file', ['scripts/check-lockfile.mjs']);
check('Third-party notices', ['scripts/notices.mjs', '--check']);
for (const project of ['.', 'renderer', 'e2e'])
  check(`Types of ${project}`, ['node_modules/typescript/bin/tsc', '-p', project]);
check('Lint', ['node_modules/eslint/bin/eslint.js', '.']);
check('Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
check('Build', ['scripts/build.mjs']);
check('Package', ['scripts/dist-check.mjs']);
vitest();
flows();
python('Voice training', 'sotto_voice');
python('Model export', 'sotto_export');

rmSync(scratch, { recursive: true });
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed === 0 ? 0 : 1);
