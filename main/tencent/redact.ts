import { createSecretFinder, type SecretFinder } from './find-secrets.ts';
import { maskLookalikes } from './mask-lookalikes.ts';

const LONGEST_TEXT = 500;

/** Characters that reverse or hide what follows them: a text must not be able to change how the rest reads. */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** What is looked at of a text, in UTF-16 code units: more than is shown of it, and little enough to search at once. */
const LONGEST_READ = 16_000;

/** In the place of a secret. */
const MASK = '••••';

/**
 * Makes a text from outside fit to be shown, logged and copied: every occurrence of a secret is replaced, also where it is
 * encoded or split; control characters become blanks, and it is cut off at 500 characters.
 *
 * @param secrets texts that must not appear; a key could come back in a server's or a proxy's message.
 */
export function cleanText(text: string, secrets: readonly string[]): string {
  const characters = Array.from(plain(maskSecrets(text.slice(0, LONGEST_READ), secrets)));
  return characters.length <= LONGEST_TEXT
    ? characters.join('')
    : `${characters.slice(0, LONGEST_TEXT - 1).join('')}…`;
}

/**
 * The same for what a program said that deals in keys nobody here has seen: what looks like one is replaced too, because
 * a word too many masked is better than a key in a file. Of a long text the end is kept, where programs say what is wrong.
 */
export function cleanLastWords(text: string, secrets: readonly string[]): string {
  const masked = maskSecrets(text.slice(-LONGEST_READ), secrets);
  // Cut between words, so that no end of a key is left that no longer looks like one.
  const last = text.length <= LONGEST_READ ? masked : masked.replace(/^\S+/, '');
  const characters = Array.from(plain(maskLookalikes(last)));
  return characters.length <= LONGEST_TEXT
    ? characters.join('')
    : `…${characters.slice(1 - LONGEST_TEXT).join('')}`;
}

/** The finder of each list of secrets, for as long as somebody holds that list: one call cleans many texts with it. */
const finders = new WeakMap<readonly string[], SecretFinder>();

function maskSecrets(text: string, secrets: readonly string[]): string {
  const find = finders.get(secrets) ?? createSecretFinder(secrets);
  finders.set(secrets, find);
  let masked = '';
  let from = 0;
  for (const { start, end } of find(text)) {
    masked += text.slice(from, start) + MASK;
    from = end;
  }
  return masked + text.slice(from);
}

function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(BIDI_CONTROLS, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
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

/** The longest text that is written to the log, in UTF-16 code units. */
const LONGEST_LOGGED = 64_000;

/**
 * Masks whatever may be a key, a token or a signature in a text of unknown origin, such as an error's, where the secrets
 * themselves are not at hand. It masks too much rather than too little.
 */
export function maskKeys(text: string): string {
  return maskLookalikes(text.slice(0, LONGEST_LOGGED));
}
