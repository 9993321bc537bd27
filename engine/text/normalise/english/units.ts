import { matchAt, spoken } from '../piece.js';
import type { Rule } from '../piece.js';
import { isSingular, numberWords } from './number-words.js';
import { NUMBER } from './numbers.js';

/** Written unit → its singular and plural. */
const UNITS: ReadonlyMap<string, readonly [string, string]> = new Map(
  Object.entries({
    km: ['kilometer', 'kilometers'],
    m: ['meter', 'meters'],
    cm: ['centimeter', 'centimeters'],
    mm: ['millimeter', 'millimeters'],
    µm: ['micrometer', 'micrometers'],
    nm: ['nanometer', 'nanometers'],
    mi: ['mile', 'miles'],
    ft: ['foot', 'feet'],
    yd: ['yard', 'yards'],
    kg: ['kilogram', 'kilograms'],
    g: ['gram', 'grams'],
    mg: ['milligram', 'milligrams'],
    µg: ['microgram', 'micrograms'],
    lb: ['pound', 'pounds'],
    lbs: ['pound', 'pounds'],
    oz: ['ounce', 'ounces'],
    l: ['liter', 'liters'],
    L: ['liter', 'liters'],
    ml: ['milliliter', 'milliliters'],
    mL: ['milliliter', 'milliliters'],
    cl: ['centiliter', 'centiliters'],
    ha: ['hectare', 'hectares'],
    s: ['second', 'seconds'],
    sec: ['second', 'seconds'],
    ms: ['millisecond', 'milliseconds'],
    µs: ['microsecond', 'microseconds'],
    ns: ['nanosecond', 'nanoseconds'],
    min: ['minute', 'minutes'],
    mins: ['minute', 'minutes'],
    h: ['hour', 'hours'],
    hr: ['hour', 'hours'],
    hrs: ['hour', 'hours'],
    kB: ['kilobyte', 'kilobytes'],
    KB: ['kilobyte', 'kilobytes'],
    MB: ['megabyte', 'megabytes'],
    GB: ['gigabyte', 'gigabytes'],
    TB: ['terabyte', 'terabytes'],
    PB: ['petabyte', 'petabytes'],
    KiB: ['kibibyte', 'kibibytes'],
    MiB: ['mebibyte', 'mebibytes'],
    GiB: ['gibibyte', 'gibibytes'],
    bit: ['bit', 'bits'],
    kbit: ['kilobit', 'kilobits'],
    Mbit: ['megabit', 'megabits'],
    Gbit: ['gigabit', 'gigabits'],
    kbps: ['kilobit per second', 'kilobits per second'],
    Mbps: ['megabit per second', 'megabits per second'],
    Gbps: ['gigabit per second', 'gigabits per second'],
    Hz: ['hertz', 'hertz'],
    kHz: ['kilohertz', 'kilohertz'],
    MHz: ['megahertz', 'megahertz'],
    GHz: ['gigahertz', 'gigahertz'],
    W: ['watt', 'watts'],
    kW: ['kilowatt', 'kilowatts'],
    MW: ['megawatt', 'megawatts'],
    GW: ['gigawatt', 'gigawatts'],
    kWh: ['kilowatt hour', 'kilowatt hours'],
    Wh: ['watt hour', 'watt hours'],
    V: ['volt', 'volts'],
    mV: ['millivolt', 'millivolts'],
    kV: ['kilovolt', 'kilovolts'],
    A: ['amp', 'amps'],
    mA: ['milliamp', 'milliamps'],
    mAh: ['milliamp hour', 'milliamp hours'],
    Ω: ['ohm', 'ohms'],
    Pa: ['pascal', 'pascals'],
    hPa: ['hectopascal', 'hectopascals'],
    kPa: ['kilopascal', 'kilopascals'],
    psi: ['P S I', 'P S I'],
    J: ['joule', 'joules'],
    kJ: ['kilojoule', 'kilojoules'],
    N: ['newton', 'newtons'],
    cal: ['calorie', 'calories'],
    kcal: ['kilocalorie', 'kilocalories'],
    dB: ['decibel', 'decibels'],
    rpm: ['revolution per minute', 'revolutions per minute'],
    fps: ['frame per second', 'frames per second'],
    mph: ['mile per hour', 'miles per hour'],
    kph: ['kilometer per hour', 'kilometers per hour'],
    mpg: ['mile per gallon', 'miles per gallon'],
    px: ['pixel', 'pixels'],
    pt: ['point', 'points'],
    MP: ['megapixel', 'megapixels'],
    '°C': ['degree Celsius', 'degrees Celsius'],
    '℃': ['degree Celsius', 'degrees Celsius'],
    '°F': ['degree Fahrenheit', 'degrees Fahrenheit'],
    '℉': ['degree Fahrenheit', 'degrees Fahrenheit'],
    '°': ['degree', 'degrees'],
    bpm: ['beat per minute', 'beats per minute'],
    ppm: ['part per million', 'parts per million'],
  } satisfies Record<string, readonly [string, string]>),
);
/** Single letters that are units only right behind the number: '5 A' may be a list or an address. */
const TIGHT = new Set(['A', 'N', 'J', 'pt']);
/** What stands under the line of a rate: 'km/h'. */
const PER: ReadonlyMap<string, string> = new Map([
  ['h', 'hour'],
  ['hr', 'hour'],
  ['s', 'second'],
  ['sec', 'second'],
  ['min', 'minute'],
  ['d', 'day'],
  ['day', 'day'],
  ['week', 'week'],
  ['month', 'month'],
  ['mo', 'month'],
  ['yr', 'year'],
  ['year', 'year'],
  ['km', 'kilometer'],
  ['m', 'meter'],
  ['l', 'liter'],
  ['L', 'liter'],
  ['ml', 'milliliter'],
  ['kg', 'kilogram'],
  ['g', 'gram'],
  ['lb', 'pound'],
  ['dl', 'deciliter'],
]);
const SYMBOLS = [...UNITS.keys()].sort((a, b) => b.length - a.length).join('|');
const QUANTITY = new RegExp(
  `([-+]?)(${NUMBER})(?:( ?[-–] ?| to )(${NUMBER}))?([ -]?)(?:(sq|cu) )?(${SYMBOLS})([²³]|\\^?[23](?!\\d))?(?:/(${[...PER.keys()].join('|')})([²³])?)?(?![\\p{L}\\d])`,
  'uy',
);
const FEET_AND_INCHES = /(\d{1,2})['′] ?(\d{1,2})(?:["″]|'')/y;

function dimension(power: string | undefined, prefix: string | undefined): string[] {
  if (prefix === 'sq' || power === '²' || power?.endsWith('2')) return ['square'];
  return prefix === 'cu' || power === '³' || power?.endsWith('3') ? ['cubic'] : [];
}

/** 5 km/h, 1 kg, 20 °C, 3-4 GB, 100 m² */
export const quantity: Rule = ({ text }, at) => {
  const match = matchAt(QUANTITY, text, at);
  if (match === undefined) return undefined;
  const [all, sign = '', from = '', between, to, gap, prefix, symbol = '', power, per, perPower] = match;
  const names = UNITS.get(symbol);
  if (names === undefined) return undefined;
  if (gap !== '' && TIGHT.has(symbol)) return undefined;
  if (sign !== '' && /[\p{L}\d)]/u.test(text[at - 1] ?? '')) return undefined;
  const signWords = sign === '-' ? ['minus'] : sign === '+' ? ['plus'] : [];
  const upTo = between === undefined || to === undefined ? [] : ['to', ...numberWords(to)];
  const singular = (to === undefined && isSingular(from)) || gap === '-';
  const noun = (singular ? names[0] : names[1]).split(' ');
  const squared = perPower === undefined ? [] : [perPower === '²' ? 'squared' : 'cubed'];
  const rate = per === undefined ? [] : ['per', PER.get(per) ?? per, ...squared];
  const words = [...signWords, ...numberWords(from), ...upTo, ...dimension(power, prefix), ...noun, ...rate];
  return [spoken(at, at + all.length, words)];
};

/** 5'10" */
export const feetAndInches: Rule = ({ text }, at) => {
  const match = matchAt(FEET_AND_INCHES, text, at);
  if (match === undefined) return undefined;
  const [all, feet = '', inches = ''] = match;
  const words = [...numberWords(feet), 'foot', ...numberWords(inches)];
  return [spoken(at, at + all.length, words)];
};
