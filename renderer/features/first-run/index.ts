import { lazy } from 'react';

/** Loaded once in the life of an installation. */
export const FirstRun = lazy(async () => ({ default: (await import('./first-run.js')).FirstRun }));
