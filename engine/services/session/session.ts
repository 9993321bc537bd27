import type { SpeechPosition, SpeechState, SpeechTimelineItem, Utterance } from '../../shared/app/speech.js';
import type { Clock } from '../../shared/clock.js';
import type { Port, Unsubscribe } from '../../shared/transport.js';
import type { SettingsService } from '../settings/settings-service.js';
import { Listeners } from '../../shared/listeners.js';
import { IncomingSpeech } from './incoming-speech.js';
import { Listening } from './listening.js';
import type { PlaybackSession, PlayRequest, SeekTarget } from './playback-session.js';
import { PlayerLink, type PlayerAvailability, type PlayerStatus } from './player-link.js';
import { Sentences } from './sentences.js';

/** Whoever is this far into a sentence means its own start by "the previous one"; before, the one before it. */
const SENTENCE_START_MS = 1000;

export interface SessionOptions {
  readonly clock: Clock;
  /** For the output device and the wake pad. */
  readonly settings: Pick<SettingsService, 'get' | 'watch'>;
}

/** Creates the one speech of a host; it is silent and has no player. */
export function createPlaybackSession(options: SessionOptions): PlaybackSession {
  return new Session(options);
}

/** The speech that is current: it sounds, waits, or is over and stays for a replay. */
interface Current {
  readonly incoming: IncomingSpeech;
  readonly listening: Listening;
  isPaused: boolean;
  isOver: boolean;
}

class Session implements PlaybackSession {
  readonly #options: SessionOptions;
  readonly #stateListeners = new Listeners<SpeechState>();
  readonly #timelineListeners = new Listeners<SpeechTimelineItem>();
  readonly #positionListeners = new Listeners<SpeechPosition>();
  readonly #stopWatchingSettings: Unsubscribe;
  /** The newest last: that one sounds. */
  readonly #players: PlayerLink[] = [];
  #current: Current | undefined;
  #lastUtteranceId = 0;
  #isMuted = false;
  #deviceId = '';
  #toldState = '';

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#stopWatchingSettings = options.settings.watch(({ outputDeviceId }) => {
      if (outputDeviceId === this.#deviceId) return;
      this.#deviceId = outputDeviceId;
      this.#outputChanged();
    });
  }

  play(request: PlayRequest): number {
    return this.#start(request, request.startOffset, new Sentences(request.text));
  }

  pause(): void {
    const current = this.#current;
    if (!current || current.isOver || current.isPaused) return;
    current.isPaused = true;
    current.listening.paused();
    this.#player?.pause();
    this.#changed();
    this.#tellPosition();
  }

  resume(): void {
    const current = this.#current;
    if (!current?.isPaused || current.isOver) return;
    current.isPaused = false;
    this.#player?.resume();
    this.#changed();
  }

  stop(): void {
    if (this.#current && !this.#current.isOver) this.#finish(this.#current);
  }

  seek(to: SeekTarget): void {
    const current = this.#current;
    if (!current) return;
    const offset = this.#offsetOf(to, current);
    if (offset === undefined) this.stop();
    else this.#start(current.incoming.request, offset, current.incoming.sentences);
  }

  mute(isMuted: boolean): void {
    this.#isMuted = isMuted;
    this.#outputChanged();
    this.#changed();
  }

  state(): SpeechState {
    const current = this.#current;
    const availability = this.#player?.availability;
    const failure = current?.isOver ? current.incoming.failure : undefined;
    return {
      status: statusOf(current),
      utterance: current?.incoming.utterance ?? null,
      sampleRateHz: current?.incoming.sampleRateHz ?? 0,
      totalSamples: current?.incoming.failure ? null : (current?.incoming.endSample ?? null),
      firstAudioMs: current?.listening.firstAudioMs ?? null,
      underrunCount: current?.listening.underrunCount ?? 0,
      isMuted: this.#isMuted,
      player: availability?.state ?? 'none',
      error: failure ?? null,
      ...(availability && troubleOf(availability)),
    };
  }

  attachPlayer(port: Port): void {
    const player = new PlayerLink(port, {
      onStatus: (status) => {
        if (player === this.#player) this.#heard(status);
      },
      onAvailability: () => this.#changed(),
      onClose: () => this.#detach(player),
    });
    this.#player?.stop();
    this.#players.push(player);
    player.output(this.#gain, this.#deviceId);
    this.#beginOnPlayer();
    this.#changed();
  }

  watchState(listener: (state: SpeechState) => void): Unsubscribe {
    listener(this.state());
    return this.#stateListeners.add(listener);
  }

  watchTimeline(listener: (item: SpeechTimelineItem) => void): Unsubscribe {
    for (const item of this.#current?.incoming.timeline?.items() ?? []) listener(item);
    return this.#timelineListeners.add(listener);
  }

  watchPosition(listener: (position: SpeechPosition) => void): Unsubscribe {
    const position = this.#position();
    if (position) listener(position);
    return this.#positionListeners.add(listener);
  }

  dispose(): void {
    this.stop();
    this.#stopWatchingSettings();
    for (const player of [...this.#players]) player.close();
  }

  get #player(): PlayerLink | undefined {
    return this.#players.at(-1);
  }

  get #gain(): number {
    return this.#isMuted ? 0 : 1;
  }

  #start(request: PlayRequest, startOffset: number, sentences: Sentences): number {
    this.#current?.incoming.cancel();
    this.#player?.stop();
    const utterance: Utterance = {
      id: ++this.#lastUtteranceId,
      origin: request.origin,
      title: request.title,
      text: request.text,
      startOffset,
      ...(request.narration && { narration: request.narration }),
    };
    const incoming: IncomingSpeech = new IncomingSpeech(request, utterance, sentences, {
      onPlan: () => {
        this.#beginOnPlayer();
        this.#changed();
      },
      onSamples: () => this.#player?.pump() ?? false,
      onEnd: () => this.#rendered(),
      onTimeline: (item) => this.#timelineListeners.tell(item),
    });
    const listening = new Listening(this.#options.clock.nowMs());
    this.#current = { incoming, listening, isPaused: false, isOver: false };
    this.#changed();
    this.#tellPosition();
    incoming.start();
    return utterance.id;
  }

  /** Lets the newest player begin where the last one stopped. */
  #beginOnPlayer(): void {
    const current = this.#current;
    if (!current || current.isOver || !current.incoming.timeline) return;
    const { incoming, listening, isPaused } = current;
    listening.silenced();
    this.#player?.begin(incoming, {
      sampleRateHz: incoming.sampleRateHz,
      startSample: listening.playedSamples,
      prebufferSamples: incoming.prebufferSamples,
      wakePadSamples: Math.round((this.#options.settings.get().wakePadMs * incoming.sampleRateHz) / 1000),
      isPaused,
    });
    this.#pump();
  }

  #pump(): void {
    if (this.#player?.pump()) this.#current?.incoming.allSent();
  }

  #heard(status: PlayerStatus): void {
    const current = this.#current;
    if (!current || current.isOver) return;
    const { incoming, listening } = current;
    listening.note(status, this.#options.clock.nowMs());
    incoming.store.dropBefore(status.playedSamples);
    incoming.timeline?.heard(status.playedSamples);
    this.#pump();
    if (status.state === 'ended' && status.playedSamples === incoming.endSample) this.#finish(current);
    else {
      this.#changed();
      this.#tellPosition();
    }
  }

  /** Everything is rendered, or nothing more can be. What is rendered is still heard, where somebody can hear it. */
  #rendered(): void {
    const current = this.#current;
    if (!current) return;
    const { incoming, listening } = current;
    const isHeard = listening.playedSamples === incoming.store.endSample;
    const canBeHeard = this.#player?.availability?.state === 'ready';
    if (incoming.failure && (isHeard || !canBeHeard)) this.#finish(current);
    else this.#pump();
    this.#changed();
  }

  /** It is over: played, stopped or failed. Its text and timeline stay. */
  #finish(current: Current): void {
    current.isOver = true;
    current.isPaused = false;
    current.incoming.cancel();
    current.incoming.store.clear();
    current.listening.silenced();
    this.#player?.stop();
    this.#changed();
    this.#tellPosition();
  }

  #detach(player: PlayerLink): void {
    const wasHeard = player === this.#player;
    this.#players.splice(this.#players.indexOf(player), 1);
    const current = this.#current;
    if (wasHeard && current && !current.isOver) {
      current.listening.silenced();
      if (this.#players.length > 0) this.#beginOnPlayer();
      else if (current.incoming.failure) this.#finish(current);
      this.#tellPosition();
    }
    this.#changed();
  }

  #outputChanged(): void {
    for (const player of this.#players) player.output(this.#gain, this.#deviceId);
  }

  /** Offset in the text that a jump leads to; undefined where nothing is left to say. */
  #offsetOf(to: SeekTarget, current: Current): number | undefined {
    const { sentences, utterance, timeline } = current.incoming;
    const heardSample = this.#heardSample(current);
    const hereOffset = timeline?.segmentAt(heardSample)?.source.start ?? utterance.startOffset;
    switch (to.to) {
      case 'start':
        return 0;
      case 'offset':
        return utterance.text.slice(to.offset).trim() === '' ? undefined : to.offset;
      case 'next-sentence':
        return sentences.after(hereOffset);
      case 'previous-sentence': {
        const start = sentences.startOf(hereOffset);
        const first = timeline?.findSegment((segment) => segment.source.start === start);
        const startSample = first?.startSample ?? (start === utterance.startOffset ? 0 : -Infinity);
        const intoMs = ((heardSample - startSample) * 1000) / (current.incoming.sampleRateHz || 1);
        return intoMs < SENTENCE_START_MS ? sentences.before(start) : start;
      }
    }
  }

  /** The sample at the listener's ear: what was put out less what is still on its way to the loudspeaker. */
  #heardSample({ listening, incoming }: Current): number {
    if (!listening.isMoving) return listening.playedSamples;
    const latencyMs = this.#player?.availability?.outputLatencyMs ?? 0;
    const latencySamples = Math.round((latencyMs * incoming.sampleRateHz) / 1000);
    return Math.max(0, listening.playedSamples - latencySamples);
  }

  #position(): SpeechPosition | undefined {
    if (!this.#current) return undefined;
    return {
      utteranceId: this.#current.incoming.generation,
      playedSamples: this.#heardSample(this.#current),
      isMoving: this.#current.listening.isMoving,
    };
  }

  #tellPosition(): void {
    const position = this.#position();
    if (position) this.#positionListeners.tell(position);
  }

  #changed(): void {
    const state = this.state();
    // A status comes twenty times a second and changes nothing of it as a rule; the text is as the utterance's id has it.
    const told = JSON.stringify({ ...state, utterance: state.utterance?.id });
    if (told === this.#toldState) return;
    this.#toldState = told;
    this.#stateListeners.tell(state);
  }
}

function troubleOf({
  deviceTrouble,
  deviceTroubleCode,
}: PlayerAvailability): Pick<SpeechState, 'deviceTrouble' | 'deviceTroubleCode'> {
  if (deviceTrouble === '') return {};
  return { deviceTrouble, ...(deviceTroubleCode !== undefined && { deviceTroubleCode }) };
}

function statusOf(current: Current | undefined): SpeechState['status'] {
  if (!current) return 'idle';
  if (current.isOver) return current.incoming.failure ? 'failed' : 'idle';
  if (current.isPaused) return 'paused';
  return current.listening.hasSounded ? 'speaking' : 'preparing';
}
