/** The texts of the command line, in the agent's language as far as it is known without the app. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import * as z from 'zod/mini';
import { createTranslate, type Translate } from '../shared/i18n.ts';
import { parseJson } from '../shared/parse-json.ts';
import { preferences } from '../shared/preferences.ts';

export type CliTexts = { language: string; t: Translate };

export type TextDeps = {
  /** One file for each language, "en.json". */
  localesFolder: string;
  profileFolder: string;
  /** The system's languages, the best first. */
  systemLanguages: readonly string[];
  platform: NodeJS.Platform;
};

const FALLBACK = 'en';
const MAX_BYTES = 4_000_000;

const savedLanguage = z.object({ preferences: z.object({ language: preferences.shape.language }) });
const locale = z.record(z.string(), z.unknown());

/** Loads the texts of the language that the agent has chosen in Standby, otherwise of the system's language. */
export function loadTexts(deps: TextDeps): CliTexts {
  const found = savedLanguage.safeParse(readJson(join(deps.profileFolder, 'settings.json')));
  const chosen = found.success ? found.data.preferences.language : 'system';
  return loadLanguage(deps, chosen === 'system' ? deps.systemLanguages : [chosen, ...deps.systemLanguages]);
}

/** Loads the texts of the first language that there is a file for. */
export function loadLanguage({ localesFolder, platform }: TextDeps, wanted: readonly string[]): CliTexts {
  const tags = readdirSync(localesFolder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => parse(name).name);
  const language = wanted.map((tag) => bestMatch(tag, tags)).find((tag) => tag !== undefined) ?? FALLBACK;
  const texts = locale.safeParse(readJson(join(localesFolder, `${language}.json`)));
  const keychains = { darwin: 'macKeychain', win32: 'windowsCredentials' } as const;
  const keychain = platform === 'darwin' || platform === 'win32' ? keychains[platform] : 'secretService';
  return { language, t: createTranslate(language, texts.success ? texts.data : {}, keychain) };
}

/** The same tag, or another one with the same primary language. "zh_CN.UTF-8" is read as "zh-CN". */
function bestMatch(wanted: string, tags: readonly string[]): string | undefined {
  const tag = (wanted.split('.', 1)[0] ?? '').replaceAll('_', '-').toLowerCase();
  const primary = (name: string) => name.split('-', 1)[0]?.toLowerCase();
  return (
    tags.find((name) => name.toLowerCase() === tag) ?? tags.find((name) => primary(name) === primary(tag))
  );
}

function readJson(path: string): unknown {
  try {
    if (statSync(path).size > MAX_BYTES) return null;
    const json = parseJson(readFileSync(path, 'utf8'), {
      maxLength: MAX_BYTES,
      maxDepth: 32,
      maxEntries: 100_000,
    });
    return json.ok ? json.value : null;
  } catch {
    return null;
  }
}
