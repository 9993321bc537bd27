export { wantsCapture, type Capture } from './capture.js';
export { PlayerContext, usePlayer } from './player-context.js';
export { startPlayer, type Player, type PlayerOptions } from './player.js';
