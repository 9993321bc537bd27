/**
 * Who may import whom. The rooms of the house and the doors between them, as lint rules, so that a
 * forbidden import fails `npm run lint`. docs/architecture.md draws the same picture.
 */

/** Rooms of `engine/`, in the way of the data, each with the other rooms that it may enter. */
const ENGINE_ROOMS = {
  shared: [],
  text: ['shared'],
  packs: ['shared'],
  acoustic: ['shared', 'packs'],
  cache: ['shared'],
  export: ['shared'],
  playback: ['shared'],
  stream: ['shared', 'text', 'packs', 'acoustic', 'cache'],
  services: ['shared'],
  worker: ['shared', 'text', 'packs', 'acoustic', 'cache', 'stream'],
  host: ['shared', 'text', 'packs', 'cache', 'export', 'playback', 'services'],
};

/** Plain data shapes that any room may read. */
const OPEN_FILES = ['text/types', 'packs/manifest'];

/** Rooms that know neither Node nor the models: whatever they need of the system is injected. */
const PURE_ROOMS = ['shared', 'text'];

/** Globals of Node that a pure room might reach for without an import. */
const NODE_GLOBALS = ['process', 'Buffer', 'global', 'require', 'setImmediate', 'clearImmediate'];

const SHELL = {
  group: ['electron', 'electron/**', 'react', 'react/**', 'react-dom', 'react-dom/**'],
  message: 'The engine is plain Node: no Electron, no React.',
};
const OTHER_HOUSES = {
  regex: '^(\\.\\./)+(electron|renderer|e2e)/',
  message: 'The engine knows no shell and no interface.',
};
const MODELS = { group: ['onnxruntime-*'], message: 'Only engine/acoustic runs models.' };
const SYSTEM = {
  group: ['node:*'],
  message: 'This room is pure: whatever it needs of the system is injected.',
};

/** @param {string} room @param {readonly string[]} allowed */
function otherRooms(room, allowed) {
  const closed = Object.keys(ENGINE_ROOMS).filter((name) => name !== room && !allowed.includes(name));
  const open = OPEN_FILES.map((file) => `${file}\\.js$`).join('|');
  return {
    regex: `^(\\.\\./)+(?!${open})(.*/)?(${closed.join('|')})/`,
    message: `engine/${room} may import only: ${['itself', ...allowed].join(', ')}.`,
  };
}

/** The same patterns for `import()`, which `no-restricted-imports` does not look at. */
function dynamicImports(patterns) {
  return patterns.map(({ group, regex, message }) => {
    const source = regex ?? group.map((name) => `^${name.replace(/\/?\*+$/, '')}`).join('|');
    const selector = `ImportExpression > Literal[value=/${source.replaceAll('/', '\\/')}/]`;
    return { selector, message };
  });
}

/** Tests stand beside what they test and may build a whole scene around it; they are left out. */
const TESTS = '**/*.test.ts';

/** @type {import('eslint').Linter.Config[]} */
export const architecture = Object.entries(ENGINE_ROOMS).map(([room, allowed]) => {
  const pure = PURE_ROOMS.includes(room);
  const patterns = [SHELL, OTHER_HOUSES, otherRooms(room, allowed)];
  if (room !== 'acoustic') patterns.push(MODELS);
  if (pure) patterns.push(SYSTEM);
  return {
    files: [`engine/${room}/**/*.ts`],
    ignores: [TESTS],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...dynamicImports(patterns)],
      'no-restricted-globals': pure ? ['error', ...NODE_GLOBALS] : 'off',
    },
  };
});
