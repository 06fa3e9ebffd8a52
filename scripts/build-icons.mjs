import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';

/** Sizes of the app's own icon, for windows, menus and packages. */
const appSizes = [16, 32, 48, 64, 128, 256, 512, 1024];

/** A tray icon in points; panels of Linux and Windows scale it to their own height. */
const traySize = 24;

/** macOS gives its menu bar icons 16 points. */
const templateSize = 16;

/**
 * Renders the PNG icons from their SVG sources:
 * `app.svg` to app-SIZE.png; `tray/NAME.svg` to tray/NAME.png and NAME@2x.png; and `tray/template/NAME.svg`, black
 * with alpha, to tray/NAMETemplate.png and NAMETemplate@2x.png, which macOS colours by itself.
 * @param {string} sourceDir
 * @param {string} outDir
 */
export async function buildIcons(sourceDir, outDir) {
  const trayDir = join(outDir, 'tray');
  await mkdir(trayDir, { recursive: true });
  const tray = await svgNames(join(sourceDir, 'tray'));
  const templates = await svgNames(join(sourceDir, 'tray/template'));
  await Promise.all([
    ...appSizes.map((size) => render(join(sourceDir, 'app.svg'), size, join(outDir, `app-${size}.png`))),
    ...tray.flatMap((name) => atBothScales(join(sourceDir, 'tray', name), traySize, join(trayDir, name))),
    ...templates.flatMap((name) =>
      atBothScales(join(sourceDir, 'tray/template', name), templateSize, join(trayDir, `${name}Template`)),
    ),
  ]);
}

/** @param {string} dir */
async function svgNames(dir) {
  return (await readdir(dir)).filter((file) => file.endsWith('.svg')).map((file) => basename(file, '.svg'));
}

/**
 * @param {string} source without .svg
 * @param {number} size
 * @param {string} target without .png
 */
function atBothScales(source, size, target) {
  return [
    render(`${source}.svg`, size, `${target}.png`),
    render(`${source}.svg`, size * 2, `${target}@2x.png`),
  ];
}

/**
 * @param {string} source
 * @param {number} width in pixels
 * @param {string} target
 */
async function render(source, width, target) {
  const image = await renderAsync(await readFile(source, 'utf8'), {
    fitTo: { mode: 'width', value: width },
    font: { loadSystemFonts: false },
  });
  await writeFile(target, image.asPng());
}
