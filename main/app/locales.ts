/** Loads the app's languages: one file each, read on first use. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import * as z from 'zod/mini';
import { createTranslate, type Translate } from '../../shared/i18n.ts';
import type { Language, LanguageChoice } from '../../shared/domain.ts';
import type { KeychainSystem } from '../../shared/state.ts';

const localeFile = z.intersection(z.record(z.string(), z.unknown()), z.object({ languageName: z.string() }));
type LocaleFile = z.infer<typeof localeFile>;

export type Locales = {
  /** All languages with their native names. */
  all: () => LanguageChoice[];
  /** The texts of a language, for the window. */
  texts: (language: Language) => LocaleFile;
  translateInto: (language: Language) => Translate;
  /** Resolves the language for a requested tag or the system's preferred tags, best first (BCP 47). */
  resolveLocale: (requested: string, preferred: readonly string[]) => Language;
};

const FALLBACK = 'en';

/**
 * @param folder contains one file per language, named by its tag: "en.json"
 * @param keychain the system's place for secrets, which texts name
 */
export function openLocales(folder: string, keychain: KeychainSystem): Locales {
  const tags = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => parse(name).name)
    .sort();
  const texts = memoize((tag) =>
    localeFile.parse(JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8'))),
  );
  const translateInto = memoize((tag) => createTranslate(tag, texts(tag), keychain));
  return {
    all: () => tags.map((tag) => ({ tag, name: texts(tag).languageName })),
    texts: (language) => texts(withFallback(language)),
    translateInto: (language) => translateInto(withFallback(language)),
    resolveLocale: (requested, preferred) => {
      if (tags.includes(requested)) return requested;
      return preferred.map((tag) => bestMatch(tag, tags)).find((tag) => tag !== undefined) ?? FALLBACK;
    },
  };

  /** English for a language that this version lacks, such as one that a newer version has saved. */
  function withFallback(language: Language): Language {
    return tags.includes(language) ? language : FALLBACK;
  }
}

/** The same tag, or another one with the same primary language. */
function bestMatch(requested: string, tags: readonly string[]): string | undefined {
  const same = tags.find((tag) => tag.toLowerCase() === requested.toLowerCase());
  return same ?? tags.find((tag) => primaryTag(tag) === primaryTag(requested));
}

function primaryTag(tag: string): string {
  return tag.split('-', 1)[0]?.toLowerCase() ?? '';
}

function memoize<Value>(make: (tag: string) => Value): (tag: string) => Value {
  const cache = new Map<string, Value>();
  return (tag) => {
    const cached = cache.get(tag);
    if (cached !== undefined) return cached;
    const value = make(tag);
    cache.set(tag, value);
    return value;
  };
}
