export { TransportBar } from './transport-bar.js';
