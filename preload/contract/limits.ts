/** Schemas of texts and lists that have the limits of lengths.ts. */
import * as z from 'zod/mini';
import { LONGEST, LONGEST_LIST } from './lengths.ts';

/** A text with the limit of its kind. One that is too long is looked at no further: a pattern may take long, or throw. */
export function text(kind: keyof typeof LONGEST) {
  return z.string().check(z.maxLength(LONGEST[kind], { abort: true }));
}

/** A list with the limit of its kind. */
export function list<Entry extends z.ZodMiniType>(entry: Entry, kind: keyof typeof LONGEST_LIST) {
  return z.array(entry).check(z.maxLength(LONGEST_LIST[kind], { abort: true }));
}

/** The texts of a language, by section and name. Not made of `z.record`, which has no limit to the number of its keys. */
export const textsOfLanguage = z.custom<Record<string, unknown>>((value) => isTextsOfLanguage(value));

/** More than twice as many sections, texts and levels as there are. */
const TEXTS = { eachSection: 500, levels: 6 };

function isTextsOfLanguage(value: unknown, levels: number = TEXTS.levels): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || levels === 0) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= TEXTS.eachSection &&
    entries.every(
      ([name, entry]) =>
        name.length <= LONGEST.name &&
        (typeof entry === 'string' ? entry.length <= LONGEST.message : isTextsOfLanguage(entry, levels - 1)),
    )
  );
}
