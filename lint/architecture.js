/**
 * Who may import whom. The rooms of the house and the doors between them, as lint rules, so that a
 * forbidden import fails `npm run lint`. docs/architecture.md draws the same picture.
 */

/** Rooms of `engine/`, in the way of the data, each with the other rooms that it may enter. */
const ENGINE_ROOMS = {
  shared: [],
  text: ['shared'],
  plan: ['shared'],
  files: ['shared'],
  packs: ['shared', 'files'],
  acoustic: ['shared', 'packs'],
  cache: ['shared', 'files'],
  documents: ['shared'],
  export: ['shared', 'files'],
  playback: ['shared'],
  stream: ['shared', 'text', 'packs', 'acoustic', 'cache'],
  services: ['shared', 'files', 'plan', 'packs', 'cache', 'documents', 'export'],
  worker: ['shared', 'text', 'packs', 'acoustic', 'cache', 'stream'],
  host: ['shared', 'files', 'text', 'plan', 'packs', 'cache', 'documents', 'export', 'playback', 'services'],
};

/** Plain data shapes that any room may read. */
const OPEN_FILES = ['text/types', 'packs/manifest', 'export/byte-target'];

/** Rooms that know neither Node nor the models: whatever they need of the system is injected. */
const PURE_ROOMS = ['shared', 'text', 'plan'];

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
/** The file that loads ONNX Runtime, and sees to it that nothing is sent anywhere. */
const RUNTIME = 'engine/acoustic/onnxruntime.ts';
const MODELS = {
  group: ['onnxruntime-*'],
  message: `Only engine/acoustic runs models, through ${RUNTIME}.`,
};
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
  const patterns = [SHELL, OTHER_HOUSES, MODELS, otherRooms(room, allowed)];
  if (pure) patterns.push(SYSTEM);
  return {
    files: [`engine/${room}/**/*.ts`],
    ignores: [TESTS, RUNTIME],
    rules: {
      'no-restricted-imports': ['error', { patterns }],
      'no-restricted-syntax': ['error', ...dynamicImports(patterns)],
      'no-restricted-globals': pure ? ['error', ...NODE_GLOBALS] : 'off',
    },
  };
});

/** Windows know the engine's shared room and each other's front doors; nothing of Node, nothing of a host. */
const WINDOW = {
  patterns: [
    {
      group: ['node:*', 'electron', 'electron/**', 'onnxruntime-*'],
      message: 'A window is a page: it asks its host.',
    },
    {
      regex: '^(\\.\\./)+engine/(?!shared/)',
      message: 'The renderer imports only engine/shared.',
    },
    { regex: '^(\\.\\./)+electron/', message: 'The renderer knows no shell.' },
    {
      regex: '^(\\.\\./)+features/[^/]+/(?!index\\.js$)',
      message: 'Features meet through their index.ts.',
    },
  ],
};

architecture.push({
  files: ['renderer/**/*.{ts,tsx}'],
  ignores: ['**/*.test.ts', '**/*.test.tsx', 'renderer/vite.config.ts'],
  rules: {
    'no-restricted-imports': ['error', WINDOW],
    'no-restricted-syntax': ['error', ...dynamicImports(WINDOW.patterns)],
    'no-restricted-globals': ['error', ...NODE_GLOBALS],
  },
});

/** Electron's shell composes hosts and services; it may not reach into the stages that run in the engine process. */
const SHELL_PATTERNS = [
  MODELS,
  {
    regex: '^(\\.\\./)+engine/(text|acoustic|cache|stream|playback)/',
    message: 'The shell uses services and the host room.',
  },
  { regex: '^(\\.\\./)+renderer/', message: 'The shell loads the built interface, not its sources.' },
];

/** What one file alone may touch, so that all of it is seen at once; the others are handed what they use. */
const SHELL_KEEPERS = [
  {
    keeper: 'electron/main.ts',
    selector: 'ImportDeclaration[source.value="electron"][importKind!="type"]',
    message: 'Only main.ts and preload.ts load Electron.',
  },
  {
    keeper: 'electron/ipc-host.ts',
    selector: 'Identifier[name="ipcMain"]',
    message: 'Only ipc-host.ts touches ipcMain.',
  },
  {
    keeper: 'electron/preload.ts',
    selector: 'Identifier[name="ipcRenderer"]',
    message: 'Only preload.ts touches ipcRenderer.',
  },
];

/** @param {readonly string[]} keepers files whose own rules are left out */
function shellRules(keepers) {
  const kept = SHELL_KEEPERS.filter(({ keeper }) => !keepers.includes(keeper));
  return {
    'no-restricted-imports': ['error', { patterns: SHELL_PATTERNS }],
    'no-restricted-syntax': [
      'error',
      ...dynamicImports(SHELL_PATTERNS),
      ...kept.map(({ selector, message }) => ({ selector, message })),
    ],
  };
}

architecture.push(
  { files: ['electron/**/*.ts'], ignores: [TESTS, 'electron/testing/**'], rules: shellRules([]) },
  { files: ['electron/main.ts'], rules: shellRules(['electron/main.ts']) },
  { files: ['electron/ipc-host.ts'], rules: shellRules(['electron/ipc-host.ts']) },
  { files: ['electron/preload.ts'], rules: shellRules(['electron/main.ts', 'electron/preload.ts']) },
);
