import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../support/texts.ts';
import { keysInSource } from './support/keys-in-source.ts';
import { flatten, withoutPlural } from './support/flatten.ts';

const repo = join(import.meta.dirname, '../../..');
const english = flatten(languages.texts('en'));
const others = languages.all().filter(({ tag }) => tag !== 'en');

const gaps = (text: string) => (text.match(/\{\{\w+\}\}|\$t\([\w.]+\)/g) ?? []).sort();

/** Names and notations, which are the same in every language. */
const SAME_EVERYWHERE =
  /^(Standby|SecretId|SecretKey|SdkAppId|RequestId|Token|CSV|JSON|\W|\{\{\w+\}\}|\$t\([\w.]+\))*$/;

describe.each(others)('$name', ({ tag }) => {
  const texts = flatten(languages.texts(tag));
  const plurals = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;

  it('says everything that English says, and nothing else', () => {
    expect(new Set([...texts.keys()].map(withoutPlural))).toEqual(
      new Set([...english.keys()].map(withoutPlural)),
    );
  });

  it('has each plural that its grammar knows', () => {
    const counted = [...english.keys()].filter((key) => key.endsWith('_other')).map(withoutPlural);
    for (const key of counted) for (const form of plurals) expect(texts.keys()).toContain(`${key}_${form}`);
  });

  it('fills in what English fills in', () => {
    for (const [key, text] of texts) {
      const original = english.get(key) ?? english.get(`${withoutPlural(key)}_other`) ?? '';
      expect({ key, gaps: gaps(text) }).toEqual({ key, gaps: gaps(original) });
    }
  });

  it('is translated', () => {
    const untranslated = [...texts].filter(([key, text]) => text === english.get(key));
    expect(untranslated.filter(([, text]) => !SAME_EVERYWHERE.test(text))).toEqual([]);
  });
});

describe('every text', () => {
  const files = ['main', 'renderer', 'preload'].flatMap((room) =>
    readdirSync(join(repo, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(repo, room, name)),
  );
  const used = keysInSource(files.map((file) => readFileSync(file, 'utf8')));

  it('is used somewhere', () => {
    // The name of a language is read from its file, and a text can stand in another.
    const nested = [...english.values()].flatMap((text) => text.match(/(?<=\$t\()[\w.]+/g) ?? []);
    const unused = [...english.keys()]
      .map(withoutPlural)
      .filter((key) => key !== 'languageName' && !nested.includes(key) && !used(key));
    expect(unused).toEqual([]);
  });
});
