import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{engine,models,bench,bin,scripts,lint}/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
