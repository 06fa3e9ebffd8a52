import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { languages } from '../../support/texts.ts';
import { keysInSource } from './support/keys-in-source.ts';
import { flatten, withoutPlural } from './support/flatten.ts';

const root = join(import.meta.dirname, '../../..');
const englishTexts = flatten(languages.texts('en'));
const others = languages.all().filter(({ tag }) => tag !== 'en');

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}|\$t\([\w.]+\)/g) ?? []).sort();

/** Texts that are the same in every language: names and notations. */
const SAME_EVERYWHERE =
  /^(Standby|SecretId|SecretKey|SdkAppId|RequestId|Token|CSV|JSON|\W|\{\{\w+\}\}|\$t\([\w.]+\))*$/;

describe.each(others)('$name', ({ tag }) => {
  const texts = flatten(languages.texts(tag));
  const plurals = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;

  it('has the same keys as English', () => {
    expect(new Set([...texts.keys()].map(withoutPlural))).toEqual(
      new Set([...englishTexts.keys()].map(withoutPlural)),
    );
  });

  it('has each plural form of its grammar', () => {
    const counted = [...englishTexts.keys()].filter((key) => key.endsWith('_other')).map(withoutPlural);
    for (const key of counted) for (const form of plurals) expect(texts.keys()).toContain(`${key}_${form}`);
  });

  it('has the same placeholders as English', () => {
    for (const [key, text] of texts) {
      const original = englishTexts.get(key) ?? englishTexts.get(`${withoutPlural(key)}_other`) ?? '';
      expect({ key, placeholders: placeholders(text) }).toEqual({
        key,
        placeholders: placeholders(original),
      });
    }
  });

  it('is translated', () => {
    const untranslated = [...texts].filter(([key, text]) => text === englishTexts.get(key));
    expect(untranslated.filter(([, text]) => !SAME_EVERYWHERE.test(text))).toEqual([]);
  });
});

describe('every text', () => {
  const files = ['cli', 'main', 'renderer', 'shared', 'tencent'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(root, folder, name)),
  );
  const used = keysInSource(files.map((file) => readFileSync(file, 'utf8')));

  it('is used in the source', () => {
    // The name of a language is read from its file, and a text can be nested in another.
    const nested = [...englishTexts.values()].flatMap((text) => text.match(/(?<=\$t\()[\w.]+/g) ?? []);
    const unused = [...englishTexts.keys()]
      .map(withoutPlural)
      .filter((key) => key !== 'languageName' && !nested.includes(key) && !used(key));
    expect(unused).toEqual([]);
  });
});
