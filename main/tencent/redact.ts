const LONGEST_TEXT = 500;

/** Real keys have 32 characters and more; replacing something short would only tear other words apart. */
const SHORTEST_SECRET = 8;

/** Characters that reverse or hide what follows them: a text must not be able to change how the rest reads. */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Makes a text from outside fit to be shown, logged and copied: every occurrence of a secret is replaced, control
 * characters become blanks, and it is cut off at 500 characters.
 *
 * @param secrets texts that must not appear; a key could come back in a server's or a proxy's message.
 */
export function cleanText(text: string, secrets: readonly string[]): string {
  const masked = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .reduce((rest, secret) => rest.replaceAll(secret, `••••${secret.slice(-4)}`), text);
  const plain = masked
    .toWellFormed()
    .replace(BIDI_CONTROLS, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  const characters = Array.from(plain);
  return characters.length <= LONGEST_TEXT ? plain : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
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
