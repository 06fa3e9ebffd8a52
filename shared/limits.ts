/** Zod schemas of texts and lists with the maximum lengths of lengths.ts. */
import * as z from 'zod/mini';
import { MAX_LENGTH, MAX_ITEMS } from './lengths.ts';

/** A text with the maximum length of its kind. Checks stop at a text that is too long: a pattern may be slow on it, or throw. */
export function text(kind: keyof typeof MAX_LENGTH) {
  return z.string().check(z.maxLength(MAX_LENGTH[kind], { abort: true }));
}

/** A list with the maximum length of its kind. */
export function list<Entry extends z.ZodMiniType>(entry: Entry, kind: keyof typeof MAX_ITEMS) {
  return z.array(entry).check(z.maxLength(MAX_ITEMS[kind], { abort: true }));
}

/** The texts of a language, by section and name. `z.record` cannot limit the number of keys. */
export const localeTexts = z.custom<Record<string, unknown>>((value) => isLocaleTexts(value));

/** More than twice the current number of entries in a section and of levels. */
const LOCALE_TEXT_LIMITS = { maxEntries: 500, maxDepth: 6 };

function isLocaleTexts(
  value: unknown,
  maxDepth: number = LOCALE_TEXT_LIMITS.maxDepth,
): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || maxDepth === 0) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= LOCALE_TEXT_LIMITS.maxEntries &&
    entries.every(
      ([name, entry]) =>
        name.length <= MAX_LENGTH.name &&
        (typeof entry === 'string' ? entry.length <= MAX_LENGTH.message : isLocaleTexts(entry, maxDepth - 1)),
    )
  );
}
