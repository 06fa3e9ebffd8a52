/**
 * Masks what looks like a key, a password or a token in a text whose secrets are unknown. It matches by shape, so it
 * can mask too much or miss a secret: where the secrets are known, find-secrets.ts finds them reliably.
 */
const MASK = '••••';

/** The user and password of a URL. */
const USER_INFO = /(:\/\/)[^/\s@]+@/g;

/** The value of a field called password, token, key and so on. */
const NAMED =
  /((?:secret|token|passw(?:or)?d|passphrase|pwd|authorization|cookie|key)(?:_?id)?["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi;
const BEARER = /(\b(?:bearer|basic)\s+)[^\s"',;&]+/gi;

/** A password separated only by a space: a word with a digit in it, because "the token has expired" contains none. */
const NAMED_BY_A_BLANK =
  /(\b(?:secret|token|passw(?:or)?d|passphrase|pwd|key)\s+(?:(?:is|was)\s+)?)(?=[^\s\d]*\d)[^\s"',;&]+/gi;

/** Words divided by a line end: each could be half of a key. */
const DIVIDED = /(?<![\w+/=-])[\w+/=-]{6,}(?:[ \t\r]*[\n⏎][ \t\r]*[\w+/=-]{6,})+/g;

/** A possible key with escapes in it; it may also be a path, an address or a dotted name. */
const WORD = /[\w+/=.%\\-]{10,}/g;

/** A part of a word without the separators of paths, names and values. */
const PART = /[\w+-]{10,}=*/g;

/** The length of the shortest part of a key. */
const KEY_LENGTH = 20;

/** A RequestId is kept, because support asks for it. */
const UUID = /(?<![\w+-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w+-])/gi;

const NO_WORDS: ReadonlySet<string> = new Set();

/**
 * Masks likely secrets in linear time.
 * @param known words and parts of words that are kept, such as documented error codes
 */
export function maskLikelySecrets(text: string, known: ReadonlySet<string> = NO_WORDS): string {
  return text
    .replace(BEARER, `$1${MASK}`)
    .replace(NAMED, `$1${MASK}`)
    .replace(NAMED_BY_A_BLANK, `$1${MASK}`)
    .replace(USER_INFO, `$1${MASK}@`)
    .replace(DIVIDED, (words) => (isKeyLike(lettersAndDigits(words)) ? MASK : words))
    .replace(WORD, (word) => maskWord(word, known));
}

function maskWord(word: string, known: ReadonlySet<string>): string {
  if (known.has(word)) return word;
  const decoded = word
    .replace(/%([0-9a-f]{2})|\\u00([0-9a-f]{2})/gi, (_escape, percent: string, json: string) =>
      String.fromCharCode(parseInt(percent || json, 16)),
    )
    .replaceAll('\\/', '/');
  const isEncoded =
    decoded !== word &&
    decoded
      .replaceAll('/', '')
      .split(/[^\w+-]/)
      .some((part) => isKeyLike(part));
  if (isEncoded || isLikelyRandom(word.replace(UUID, ''), KEY_LENGTH)) return MASK;
  return word.replace(PART, (part) => {
    if (part.replace(UUID, '') === '' || known.has(part)) return part;
    return isKeyLike(part) || isLikelyRandom(part, 10) ? MASK : part;
  });
}

/**
 * Whether a run of at least 20 characters mixes upper and lower case, or letters and digits. A long camel-case name is
 * masked too.
 */
function isKeyLike(run: string): boolean {
  if (run.length < KEY_LENGTH || !/[a-z]/i.test(run)) return false;
  return /\d/.test(run) || (/[a-z]/.test(run) && /[A-Z]/.test(run));
}

/**
 * Whether upper case, lower case and digits alternate as in random text. In a random text of letters and digits 64 of
 * 100 neighbors are of different kinds, in a camel-case name or a path about 25.
 */
function isLikelyRandom(word: string, minLength: number): boolean {
  const run = lettersAndDigits(word);
  if (run.length < minLength) return false;
  let changes = 0;
  for (let place = 1; place < run.length; place += 1) {
    if (characterClass(run.charCodeAt(place)) !== characterClass(run.charCodeAt(place - 1))) changes += 1;
  }
  return changes / (run.length - 1) >= 0.4;
}

function characterClass(code: number): 'digit' | 'upper' | 'lower' {
  if (code < 0x40) return 'digit';
  return code < 0x60 ? 'upper' : 'lower';
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}
