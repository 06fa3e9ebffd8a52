const LONGEST_TEXT = 500;

/** Real keys have 32 characters and more; replacing something short would only tear other words apart. */
const SHORTEST_SECRET = 8;

/** Characters that reverse or hide what follows them: a text must not be able to change how the rest reads. */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A program may say a lot before it says what is wrong. */
const LAST_WORDS = 4_000;

/**
 * Makes a text from outside fit to be shown, logged and copied: every occurrence of a secret is replaced, control
 * characters become blanks, and it is cut off at 500 characters.
 *
 * @param secrets texts that must not appear; a key could come back in a server's or a proxy's message.
 */
export function cleanText(text: string, secrets: readonly string[]): string {
  const characters = Array.from(plain(maskSecrets(text, secrets)));
  return characters.length <= LONGEST_TEXT
    ? characters.join('')
    : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}

/**
 * The same for what a program said that deals in keys nobody here has seen: what looks like one is replaced too, because
 * a word too many masked is better than a key on show. Of a long text the end is kept, where programs say what is wrong.
 */
export function cleanLastWords(text: string, secrets: readonly string[]): string {
  const masked = maskSecrets(text, secrets);
  // Cut between words, so that no end of a key is left that no longer looks like one.
  const last = masked.length <= LAST_WORDS ? masked : masked.slice(-LAST_WORDS).replace(/^\S+/, '');
  const characters = Array.from(plain(maskLookalikes(last)));
  return characters.length <= LONGEST_TEXT
    ? characters.join('')
    : `…${characters.slice(1 - LONGEST_TEXT).join('')}`;
}

function maskSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((rest, secret) => rest.replaceAll(secret, `••••${secret.slice(-4)}`), text);
}

function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(BIDI_CONTROLS, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** The user and password of an address. */
const USER_INFO = /(:\/\/)[^/\s@]+@/g;

/** The value of something called a password, token, key and so on. */
const NAMED =
  /((?:secret|token|passw(?:or)?d|passphrase|authorization|cookie|key)(?:_?id)?["']?\s*[:=]\s*["']?)[^\s"',;&]+/gi;
const BEARER = /(\b(?:bearer|basic)\s+)[^\s"',;&]+/gi;

/** SecretIds, SecretKeys, the parts of a JWT, tokens in Base64; but also a long path, of which the short parts stay. */
const LONG_RUN = /[\w+/=-]{20,}/g;
const RUN_PART = /[\w+=-]{10,}/g;

function maskLookalikes(text: string): string {
  return text
    .replace(BEARER, '$1••••')
    .replace(NAMED, '$1••••')
    .replace(USER_INFO, '$1••••@')
    .replace(LONG_RUN, (run) => (/\d/.test(run) ? run.replace(RUN_PART, '••••') : run));
}

/** The same for every text in a JSON object, however deep. */
export function cleanTexts(
  object: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return cleanText(value, secrets);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, clean(field)]));
    }
    return value;
  };
  return Object.fromEntries(Object.entries(object).map(([name, field]) => [name, clean(field)]));
}

/** As long as the shortest part of a key, and made of what keys, tokens and signatures are made of. */
const KEY_LIKE = /[A-Za-z0-9+_=-]{20,}/g;

/**
 * Masks whatever may be a key, a token or a signature in a text of unknown origin, such as an error's, where the secrets
 * themselves are not at hand. It masks too much rather than too little: a RequestId goes as well.
 */
export function maskKeys(text: string): string {
  return text.replace(KEY_LIKE, (run) => (/\d/.test(run) && /[A-Za-z]/.test(run) ? '••••' : run));
}
