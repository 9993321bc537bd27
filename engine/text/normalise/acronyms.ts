/** Written in capitals, read as words. */
const READ_AS_WORDS = new Set(
  (
    'NASA NATO UNESCO UNICEF OPEC AIDS LASER RADAR SCUBA SWAT NAFTA FIFA UEFA ASCII JPEG GIF PIN SIM RAM ROM ' +
    'LAN WAN MAC PAC SAT CAT SCOTUS POTUS COVID EPCOT IKEA LEGO NASDAQ SONAR TASER ZIP BASIC COBOL FORTRAN JSON ' +
    'YAML TOML CRUD REST SOAP AJAX ACID GUI SAN DOS BIOS CAD CAM ASAP VAT'
  ).split(' '),
);

/** Four and five letters that could be read as a word, but are not. */
const SPELLED_LONG = new Set(
  'USSR IEEE UCLA NAACP ESPN AAAS OECD UAE EULA ADHD ISBN IPCC YMCA NCAA DIY RSVP USDA UAV'.split(' '),
);

/** Common words of up to three letters: in capitals they are emphasis. */
const COMMON_SHORT = new Set(
  (
    'A I AM AN AS AT BE BY DO GO HE IF IN IS IT ME MY NO OF OH ON OR SO TO UP WE ALL AND ANY ARE BAD BIG BUT CAN ' +
    'DAY DID END FAR FEW FOR GET GOT HAD HAS HER HIM HIS HOT HOW ITS JOB LET LOT MAN MAY MEN NEW NOR NOT NOW OFF ' +
    'OLD ONE OUR OUT OWN PUT RUN SAW SAY SEE SHE SIR TEN THE TOO TRY TWO USE WAS WAY WHO WHY YES YET YOU SET ADD ' +
    'ASK BED BUY CAR CUT DOG DRY EAT EGG EYE FUN GUN HIT KEY LAW LEG LIE LOW MAP MIX MOM DAD NET ODD OIL PAY RED ' +
    'SEA SIT SIX SKY SON SUN TAX TEA TIP TOP WAR WET WIN BOY'
  ).split(' '),
);
const VOWEL = /[AEIOUY]/;

/**
 * Whether a word in capitals is said letter by letter. Heuristics: no vowel, or at most three letters that are
 * not a common word, or a known initialism; longer ones with a vowel are read as words, and so is shouting.
 *
 * @param shouting whether the words round it are in capitals too
 */
export function isSpelledOut(word: string, shouting: boolean): boolean {
  if (!/^\p{Lu}{2,}$/u.test(word) || READ_AS_WORDS.has(word)) return false;
  if (SPELLED_LONG.has(word)) return true;
  if (!VOWEL.test(word)) return word.length <= 6;
  return word.length <= 3 && !shouting && !COMMON_SHORT.has(word);
}
