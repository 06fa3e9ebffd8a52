/** The app's own texts, read from their sources. */
import { join } from 'node:path';
import { openLanguages } from '../../main/app/languages.ts';

export const languages = openLanguages(join(import.meta.dirname, '../../assets/locales'));
export const { translateInto } = languages;
