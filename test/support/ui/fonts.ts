/**
 * Pinned fonts for UI tests, because line breaks and screenshots depend on the font. They come from npm packages and are
 * served with the page, independent of the installed fonts.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Style sheets by the name of their folder under {@link FONT_PATH}. */
const styleSheets: Record<string, string> = {
  inter: fileURLToPath(import.meta.resolve('@fontsource-variable/inter/index.css')),
  chinese: fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-sc/index.css')),
  arabic: fileURLToPath(import.meta.resolve('@fontsource-variable/noto-sans-arabic/index.css')),
  mono: fileURLToPath(import.meta.resolve('@fontsource/dejavu-mono/latin-400.css')),
};

const FONT_PATH = '/fonts/';

/** CSS appended to the window's: the font faces, and the two tokens that name them. Font files are loaded on first use. */
export const fontRules: string = [
  ...Object.entries(styleSheets).map(([folder, file]) =>
    readFileSync(file, 'utf8').replaceAll('url(./files/', `url(${FONT_PATH}${folder}/`),
  ),
  `:root, :root:lang(zh) {
    --font: 'Inter Variable', 'Noto Sans SC Variable', 'Noto Sans Arabic Variable';
    --mono: 'DejaVu Mono', 'Noto Sans SC Variable';
  }`,
].join('\n');

/** The fonts that every view has. */
export const LATIN_FONTS = ['Inter Variable', 'DejaVu Mono'];

/** The file of a font path; null for other paths. */
export function fontFile(path: string): string | null {
  const [folder = '', name] = path.slice(FONT_PATH.length).split('/');
  const styleSheet = styleSheets[folder];
  if (!path.startsWith(FONT_PATH) || styleSheet === undefined || name === undefined) return null;
  return join(dirname(styleSheet), 'files', name);
}
