/** The languages that Standby speaks: one file each, read when it is first spoken. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import * as z from 'zod/mini';
import { createTranslate, type Translate } from '../../assets/locales/translate.ts';
import type { Language, LanguageChoice } from '../../preload/contract/vocabulary.ts';

const file = z.intersection(z.record(z.string(), z.unknown()), z.object({ languageName: z.string() }));
type File = z.infer<typeof file>;

export type Languages = {
  /** Every language, by its own name. */
  all: () => LanguageChoice[];
  /** The texts of a language, for the window. */
  texts: (language: Language) => File;
  translateInto: (language: Language) => Translate;
  /** The language to speak to somebody who wants this one, or whose system prefers these, best first (BCP 47). */
  pick: (wanted: string, preferred: readonly string[]) => Language;
};

const FALLBACK = 'en';

/** @param folder holds a file for each language, named by its tag: "en.json" */
export function openLanguages(folder: string): Languages {
  const tags = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => parse(name).name)
    .sort();
  const texts = remembered((tag) =>
    file.parse(JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8'))),
  );
  const translateInto = remembered((tag) => createTranslate(tag, texts(tag)));
  return {
    all: () => tags.map((tag) => ({ tag, name: texts(tag).languageName })),
    texts: (language) => texts(known(language)),
    translateInto: (language) => translateInto(known(language)),
    pick: (wanted, preferred) => {
      if (tags.includes(wanted)) return wanted;
      return preferred.map((tag) => closest(tag, tags)).find((tag) => tag !== undefined) ?? FALLBACK;
    },
  };

  /** A language that a newer Standby brought and this one lacks is English. */
  function known(language: Language): Language {
    return tags.includes(language) ? language : FALLBACK;
  }
}

/** Exactly that language, or another variety of it. */
function closest(wanted: string, tags: readonly string[]): string | undefined {
  const same = tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  return same ?? tags.find((tag) => primary(tag) === primary(wanted));
}

function primary(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

function remembered<Value>(make: (tag: string) => Value): (tag: string) => Value {
  const made = new Map<string, Value>();
  return (tag) => {
    const known = made.get(tag);
    if (known !== undefined) return known;
    const value = make(tag);
    made.set(tag, value);
    return value;
  };
}
