/** What the preload and the main process say to each other; everything else goes through the ports they exchange. */
export const IPC = {
  /** Page to host: asks for a port. */
  connect: 'sotto:connect',
  /** Host to page: the port that was asked for. */
  port: 'sotto:port',
  /** Page to host: paths of dropped or picked files. */
  sendFiles: 'sotto:send-files',
  /** Page to host: keep a file that the host made. */
  saveDownload: 'sotto:save-download',
} as const;

/** What a port is for: `appContract`, or the player's frames. */
export type ConnectionKind = 'contract' | 'player';

export interface ConnectRequest {
  readonly kind: ConnectionKind;
  /** Tells apart the answers of requests under way at the same time. */
  readonly requestId: number;
}
