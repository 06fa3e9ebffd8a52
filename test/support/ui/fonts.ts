/**
 * The letters of the window under test, always the same ones whatever is installed: what fits on a line, and every pixel
 * of a picture, depends on them. They come from npm packages, served beside the page.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

/** By the name of its folder under {@link FONT_PATH}. */
const styleSheets: Record<string, string> = {
  inter: fileURLToPath(import.meta.resolve('@fontsource-variable/inter/index.css')),
  chinese: fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-sc/index.css')),
  arabic: fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-arabic/index.css')),
  mono: fileURLToPath(import.meta.resolve('@fontsource/dejavu-mono/latin-400.css')),
};

const FONT_PATH = '/fonts/';

/** Rules to put after the window's own: the faces, and the two tokens that name them. Files are fetched when a letter needs them. */
export const fontRules: string = [
  ...Object.entries(styleSheets).map(([folder, file]) =>
    readFileSync(file, 'utf8').replaceAll('url(./files/', `url(${FONT_PATH}${folder}/`),
  ),
  `:root, :root:lang(zh) {
    --font: 'Inter Variable', 'Noto Sans SC Variable', 'Noto Sans Arabic Variable';
    --mono: 'DejaVu Mono', 'Noto Sans SC Variable';
  }`,
].join('\n');

/**
 * The app's own letters are the system's, and there at once. These are fetched when a letter first needs them, and lines
 * that are broken anew by then would move what is being looked at.
 */
export async function latinLettersLoaded(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await Promise.all(['Inter Variable', 'DejaVu Mono'].map((name) => document.fonts.load(`11px "${name}"`)));
  });
}

/** The font file behind such a path; null when it is none. */
export function fontFile(path: string): string | null {
  const [folder = '', name] = path.slice(FONT_PATH.length).split('/');
  const styleSheet = styleSheets[folder];
  if (!path.startsWith(FONT_PATH) || styleSheet === undefined || name === undefined) return null;
  return join(dirname(styleSheet), 'files', name);
}
