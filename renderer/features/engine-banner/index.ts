export { EngineBanner } from './engine-banner.js';
