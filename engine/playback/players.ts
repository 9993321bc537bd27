/** How a system player takes its sound. */
export type PlayerKind = 'pipe' | 'file';

/** A program that plays sound, and how it is called. */
export interface PlayerProgram {
  readonly command: string;
  /** `pipe`: raw 16-bit mono samples on its standard input. `file`: one WAV file a call. */
  readonly kind: PlayerKind;
  /** @param source the WAV file of a `file` player */
  args(sampleRateHz: number, source: string): readonly string[];
  /** What its standard error says when it could not play although it ends with 0. */
  readonly silentFailure?: RegExp;
}

/** Keeps the time between "written" and "heard" short; a player's own default is up to two seconds. */
const PIPE_LATENCY_MS = 200;

const PAPLAY: PlayerProgram = {
  command: 'paplay',
  kind: 'pipe',
  args: (rateHz) => [
    '--raw',
    '--format=s16le',
    `--rate=${rateHz}`,
    '--channels=1',
    `--latency-msec=${PIPE_LATENCY_MS}`,
    '--client-name=Sotto',
  ],
};

const PW_PLAY: PlayerProgram = {
  command: 'pw-play',
  kind: 'pipe',
  args: (rateHz) => ['--raw', '--format=s16', `--rate=${rateHz}`, '--channels=1', '-'],
};

const APLAY: PlayerProgram = {
  command: 'aplay',
  kind: 'pipe',
  args: (rateHz) => [
    '-q',
    ...['-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(rateHz)],
    ...['-B', String(PIPE_LATENCY_MS * 1000)],
    '-',
  ],
};

const FFPLAY: PlayerProgram = {
  command: 'ffplay',
  kind: 'pipe',
  args: (rateHz) => [
    ...['-nodisp', '-autoexit', '-nostats', '-loglevel', 'error'],
    ...['-f', 's16le', '-ar', String(rateHz), '-ac', '1', '-i', 'pipe:0'],
  ],
  // ffplay 5 ends with 0 when there is no device.
  silentFailure: /audio open failed|could not initialize|failed to open/i,
};

const AFPLAY: PlayerProgram = { command: 'afplay', kind: 'file', args: (_rateHz, source) => [source] };

const POWERSHELL_SCRIPT = '& { param($file) (New-Object System.Media.SoundPlayer $file).PlaySync() }';

const POWERSHELL: PlayerProgram = {
  command: 'powershell.exe',
  kind: 'file',
  args: (_rateHz, source) => [
    ...['-NoLogo', '-NoProfile', '-NonInteractive', '-Command'],
    // The path is a temporary one of our making; a quote in it is doubled, as PowerShell wants it.
    `${POWERSHELL_SCRIPT} '${source.replaceAll("'", "''")}'`,
  ],
};

/** The players of a platform, the best first: those that mix with other programs before those that may not. */
const PLAYERS: Readonly<Record<string, readonly PlayerProgram[]>> = {
  linux: [PAPLAY, PW_PLAY, APLAY, FFPLAY],
  darwin: [AFPLAY, FFPLAY],
  win32: [POWERSHELL, FFPLAY],
};

export function playersOf(platform: string): readonly PlayerProgram[] {
  return PLAYERS[platform] ?? [FFPLAY];
}
