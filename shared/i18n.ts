/**
 * Translation by i18next for tray, notifications and window. The keys are typed by en.json: an unknown key does not compile,
 * and a language that lacks a key of en.json fails the unit tests.
 */
import { createInstance, type TFunction } from 'i18next';
import type en from '../assets/locales/en.json';
import type { KeychainSystem } from './state.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en };
  }
}

/** Returns the text of a key with its placeholders replaced: `t('status.free')`. */
export type Translate = TFunction;

/**
 * Creates the translate function of one language. Every text can name the place of the key as its system does, by the
 * placeholders `{{keychain}}` within a sentence and `{{keychainAtStart}}` at the start of one.
 * @param language BCP 47 tag, which selects the plural rules
 * @param texts the content of its file in assets/locales
 * @param keychain the system's place for secrets
 */
export function createTranslate(
  language: string,
  texts: Record<string, unknown>,
  keychain: KeychainSystem,
): Translate {
  const i18n = createInstance();
  const defaultVariables: Record<string, string> = {};
  void i18n.init({
    lng: language,
    resources: { [language]: { translation: texts } },
    initAsync: false,
    // No HTML escaping: React escapes by itself, and the tray takes plain text.
    interpolation: { escapeValue: false, defaultVariables },
  });
  const t = i18n.getFixedT(language);
  defaultVariables.keychain = t(`keychainName.${keychain}`);
  defaultVariables.keychainAtStart = t(`keychainNameAtStart.${keychain}`);
  return t;
}
