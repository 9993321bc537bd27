/**
 * Keyboard shortcuts in Electron's notation ("CommandOrControl+Shift+Space"): read, compared, shown and recorded.
 */

const MODIFIERS = ['Command', 'Control', 'CommandOrControl', 'Alt', 'AltGr', 'Shift', 'Super'] as const;

export type Modifier = (typeof MODIFIERS)[number];

export interface Accelerator {
  /** Each once, in the order of `MODIFIERS`. */
  readonly modifiers: readonly Modifier[];
  readonly key: string;
}

const MODIFIER_NAMES: Readonly<Record<string, Modifier>> = {
  command: 'Command',
  cmd: 'Command',
  control: 'Control',
  ctrl: 'Control',
  commandorcontrol: 'CommandOrControl',
  cmdorctrl: 'CommandOrControl',
  alt: 'Alt',
  option: 'Alt',
  altgr: 'AltGr',
  shift: 'Shift',
  super: 'Super',
  meta: 'Super',
};

const PUNCTUATION = Array.from(')!@#$%^&*(:;\'"<>,.?/\\|_-=~`[]{}+');

const NAMED_KEYS = [
  'Space',
  'Tab',
  'Capslock',
  'Numlock',
  'Scrolllock',
  'Backspace',
  'Delete',
  'Insert',
  'Return',
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Escape',
  'VolumeUp',
  'VolumeDown',
  'VolumeMute',
  'MediaNextTrack',
  'MediaPreviousTrack',
  'MediaStop',
  'MediaPlayPause',
  'PrintScreen',
  'numdec',
  'numadd',
  'numsub',
  'nummult',
  'numdiv',
  ...Array.from({ length: 10 }, (_, digit) => `num${digit}`),
  ...Array.from({ length: 24 }, (_, index) => `F${index + 1}`),
];

const OTHER_NAMES: Readonly<Record<string, string>> = { enter: 'Return', esc: 'Escape', plus: 'Plus' };

const KEY_NAMES: ReadonlyMap<string, string> = new Map([
  ...NAMED_KEYS.map((name) => [name.toLowerCase(), name] as const),
  ...PUNCTUATION.map((mark) => [mark, mark === '+' ? 'Plus' : mark] as const),
  ...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', (key) => [key.toLowerCase(), key] as const),
  ...Object.entries(OTHER_NAMES),
]);

/**
 * Reads an accelerator, in any case, order and spelling that Electron takes.
 * @returns undefined when it is none: no key, two keys, an unknown name
 */
export function parseAccelerator(text: string): Accelerator | undefined {
  const modifiers = new Set<Modifier>();
  let key: string | undefined;
  for (const part of partsOf(text)) {
    const modifier = Object.hasOwn(MODIFIER_NAMES, part) ? MODIFIER_NAMES[part] : undefined;
    const named = KEY_NAMES.get(part);
    if (modifier !== undefined) modifiers.add(modifier);
    else if (named === undefined || key !== undefined) return undefined;
    else key = named;
  }
  return key === undefined ? undefined : inOrder(modifiers, key);
}

/** "Ctrl++" is Control with the plus key. */
function partsOf(text: string): string[] {
  const endsWithPlus = /\+\s*\+\s*$/.test(text);
  const names = endsWithPlus ? text.replace(/\+\s*\+\s*$/, '+plus') : text;
  return names.split('+').map((part) => part.trim().toLowerCase());
}

function inOrder(modifiers: ReadonlySet<Modifier>, key: string): Accelerator {
  return { modifiers: MODIFIERS.filter((modifier) => modifiers.has(modifier)), key };
}

/** Writes an accelerator as Electron reads it. */
export function acceleratorText({ modifiers, key }: Accelerator): string {
  return [...modifiers, key].join('+');
}

/**
 * The one spelling of a shortcut on a platform: two texts mean the same keys exactly when they normalise to the same.
 * @param platform as Node names it
 * @returns undefined for what is no accelerator
 */
export function normaliseAccelerator(text: string, platform: string): string | undefined {
  const accelerator = parseAccelerator(text);
  if (!accelerator) return undefined;
  const modifiers = accelerator.modifiers.map((modifier) => onPlatform(modifier, platform));
  return acceleratorText(inOrder(new Set(modifiers), accelerator.key));
}

/** On a Mac the Super key is Command; elsewhere there is no Command, which Electron then takes for Super. */
function onPlatform(modifier: Modifier, platform: string): Modifier {
  const isMac = platform === 'darwin';
  if (modifier === 'CommandOrControl') return isMac ? 'Command' : 'Control';
  if (modifier === 'Super' && isMac) return 'Command';
  if (modifier === 'Command' && !isMac) return 'Super';
  return modifier;
}

const MAC_SIGNS: Readonly<Partial<Record<Modifier, string>>> = {
  Control: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Command: '⌘',
};
const MAC_ORDER: readonly Modifier[] = ['Control', 'Alt', 'AltGr', 'Shift', 'Command'];
const PC_WORDS: Readonly<Partial<Record<Modifier, string>>> = { Control: 'Ctrl' };
const KEY_SIGNS: Readonly<Record<string, string>> = {
  Plus: '+',
  Up: '↑',
  Down: '↓',
  Left: '←',
  Right: '→',
  Return: 'Enter',
  Escape: 'Esc',
};

/**
 * The keys of an accelerator as the platform's people write them, one entry a key: ["⌥", "⌘", "Space"] on a Mac,
 * ["Ctrl", "Alt", "Space"] elsewhere.
 * @returns empty for what is no accelerator
 */
export function acceleratorKeys(text: string, platform: string): string[] {
  const normal = normaliseAccelerator(text, platform);
  const accelerator = normal === undefined ? undefined : parseAccelerator(normal);
  if (!accelerator) return [];
  const { modifiers, key } = accelerator;
  const shownKey = KEY_SIGNS[key] ?? key;
  if (platform === 'darwin')
    return [
      ...MAC_ORDER.filter((modifier) => modifiers.includes(modifier)).map((one) => MAC_SIGNS[one] ?? one),
      shownKey,
    ];
  const superName = platform === 'win32' ? 'Win' : 'Super';
  return [
    ...modifiers.map((modifier) => (modifier === 'Super' ? superName : (PC_WORDS[modifier] ?? modifier))),
    shownKey,
  ];
}

/** What a page's keyboard event tells of the keys that are held. */
export interface PressedKeys {
  /** The physical key: shortcuts are recorded by it, since Alt and Shift change what `key` says. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

const CODE_KEYS: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Comma: ',',
  Period: '.',
  Slash: '/',
  Backquote: '`',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  NumpadDecimal: 'numdec',
  NumpadAdd: 'numadd',
  NumpadSubtract: 'numsub',
  NumpadMultiply: 'nummult',
  NumpadDivide: 'numdiv',
  NumpadEnter: 'Return',
  AudioVolumeUp: 'VolumeUp',
  AudioVolumeDown: 'VolumeDown',
  AudioVolumeMute: 'VolumeMute',
  MediaTrackNext: 'MediaNextTrack',
  MediaTrackPrevious: 'MediaPreviousTrack',
};

/**
 * The accelerator of the keys that are held while a person records one.
 * @returns undefined while only modifiers are held, and for keys that no accelerator can name
 */
export function acceleratorFromKeys(pressed: PressedKeys, platform: string): string | undefined {
  const key = keyOfCode(pressed.code);
  if (key === undefined) return undefined;
  const modifiers = new Set<Modifier>();
  if (pressed.ctrlKey) modifiers.add('Control');
  if (pressed.altKey) modifiers.add('Alt');
  if (pressed.shiftKey) modifiers.add('Shift');
  if (pressed.metaKey) modifiers.add(platform === 'darwin' ? 'Command' : 'Super');
  return acceleratorText(inOrder(modifiers, key));
}

function keyOfCode(code: string): string | undefined {
  const plain = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code);
  if (plain) return plain[1] ?? plain[2];
  const numpad = /^Numpad([0-9])$/.exec(code)?.[1];
  if (numpad !== undefined) return `num${numpad}`;
  return CODE_KEYS[code] ?? KEY_NAMES.get(code.toLowerCase());
}

/**
 * Whether a shortcut can be taken from every other program: without a modifier (or with Shift alone) it would swallow what
 * a person types. Function and media keys type nothing.
 */
export function isSafeGlobally({ modifiers, key }: Accelerator): boolean {
  return modifiers.some((modifier) => modifier !== 'Shift') || /^(F\d+|Media|Volume|PrintScreen)/.test(key);
}
