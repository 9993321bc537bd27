export { FirstRun } from './first-run.js';
