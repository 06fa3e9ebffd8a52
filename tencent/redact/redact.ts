/** Redacts secrets and control characters from external text before it is shown, logged or copied. */
import { createSecretFinder, type SecretFinder } from './find-secrets.ts';
import { maskLikelySecrets } from './mask-likely-secrets.ts';

/** In characters. */
const MAX_TEXT_LENGTH = 500;

/** Characters that reverse or hide what follows them. A text must not change how the rest reads. */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/**
 * The part of a text that is searched, in UTF-16 code units: more than is shown, and little enough to search at once.
 */
const MAX_INPUT_LENGTH = 16_000;

/** Replaces a secret. */
const MASK = '••••';

/**
 * Makes an external text safe to show, log and copy: every occurrence of a secret is masked, even if it is encoded or
 * split, control characters become spaces, and the text is cut off at 500 characters.
 *
 * @param secrets texts that must not appear; a server's or a proxy's message could echo a key
 */
export function redactText(text: string, secrets: readonly string[]): string {
  const characters = Array.from(
    stripControlCharacters(maskSecrets(text.slice(0, MAX_INPUT_LENGTH), secrets)),
  );
  return characters.length <= MAX_TEXT_LENGTH
    ? characters.join('')
    : `${characters.slice(0, MAX_TEXT_LENGTH - 1).join('')}…`;
}

/**
 * Like `redactText`, but for stderr of the credential process, whose secrets are unknown here. What looks like a secret
 * is masked too: masking too much is better than a key in a file. The end of a long text is kept, where programs
 * usually report the error.
 */
export function redactStderr(text: string, secrets: readonly string[]): string {
  const masked = maskSecrets(text.slice(-MAX_INPUT_LENGTH), secrets);
  // Cut between words, because the rest of a divided key no longer looks like one.
  const tail = text.length <= MAX_INPUT_LENGTH ? masked : masked.replace(/^\S+/, '');
  const characters = Array.from(stripControlCharacters(maskLikelySecrets(tail)));
  return characters.length <= MAX_TEXT_LENGTH
    ? characters.join('')
    : `…${characters.slice(1 - MAX_TEXT_LENGTH).join('')}`;
}

/** Caches the finder of each list of secrets while that list is referenced: one call redacts many texts with it. */
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

function stripControlCharacters(text: string): string {
  return text
    .toWellFormed()
    .replace(BIDI_CONTROLS, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
}

/** Redacts every string in a JSON object, at any depth. */
export function redactTexts(
  object: Record<string, unknown>,
  secrets: readonly string[],
): Record<string, unknown> {
  const redact = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value, secrets);
    if (Array.isArray(value)) return value.map(redact);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, redact(field)]));
    }
    return value;
  };
  return Object.fromEntries(Object.entries(object).map(([name, field]) => [name, redact(field)]));
}

/** The longest text that is written to the log, in UTF-16 code units. */
const MAX_LOGGED_LENGTH = 64_000;

/**
 * Masks whatever may be a key, a token or a signature in a text of unknown origin, such as an error's message, when the
 * secrets themselves are not available. It masks too much rather than too little.
 * @param known words that are kept, although they look like keys
 */
export function maskKeys(text: string, known?: ReadonlySet<string>): string {
  return maskLikelySecrets(text.slice(0, MAX_LOGGED_LENGTH), known);
}
