/** The app's own texts, read from their sources. */
import { join } from 'node:path';
import { openLocales } from '../../main/app/locales.ts';

export const languages = openLocales(join(import.meta.dirname, '../../assets/locales'), 'secretService');
export const { translateInto } = languages;
