/**
 * The app's texts, for tray, notifications and window alike. English is the type: a key that en.json lacks does not
 * compile, and a language that lacks one of English's fails the unit tests.
 */
import { createInstance, type TFunction } from 'i18next';
import type { Language } from '../../preload/contract/vocabulary.ts';
import en from './en.json';
import failuresEn from './failures.en.json';
import failuresZh from './failures.zh-CN.json';
import zh from './zh-CN.json';

const texts = {
  en: { ...en, failure: failuresEn },
  'zh-CN': { ...zh, failure: failuresZh },
};

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: (typeof texts)['en'] };
  }
}

/** Looks a text up and fills it in: `t('status.free')`. */
export type Translate = TFunction;

const i18n = createInstance();
void i18n.init({
  resources: { en: { translation: texts.en }, 'zh-CN': { translation: texts['zh-CN'] } },
  fallbackLng: 'en',
  initAsync: false,
  // Nothing here is HTML: React escapes, and the tray takes plain text.
  interpolation: { escapeValue: false },
});

/** The texts of one language. */
export function translateInto(language: Language): Translate {
  return i18n.getFixedT(language);
}

/** The language to speak to somebody whose system prefers these, best first (BCP 47). */
export function pickLanguage(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.toLowerCase()).find((tag) => /^(en|zh)\b/.test(tag));
  return known?.startsWith('zh') ? 'zh-CN' : 'en';
}
