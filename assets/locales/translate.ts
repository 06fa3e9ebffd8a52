/**
 * Looks texts up and fills them in, for tray, notifications and window alike. English is the type: a key that en.json
 * lacks does not compile, and a language that lacks one of English's fails the unit tests.
 */
import { createInstance, type TFunction } from 'i18next';
import type en from './en.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Looks a text up and fills it in: `t('status.free')`. */
export type Translate = TFunction;

/**
 * The translator of one language.
 * @param language its tag (BCP 47), which decides the plurals
 * @param texts what its file in this folder says
 */
export function createTranslate(language: string, texts: Record<string, unknown>): Translate {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    resources: { [language]: { translation: texts } },
    initAsync: false,
    // Nothing here is HTML: React escapes, and the tray takes plain text.
    interpolation: { escapeValue: false },
  });
  return i18n.getFixedT(language);
}
