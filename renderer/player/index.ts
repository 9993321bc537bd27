export { wantsCapture, type Capture } from './capture.js';
export { startPlayer, type Player, type PlayerOptions } from './player.js';
