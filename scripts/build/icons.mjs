import { Buffer } from 'node:buffer';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { renderAsync } from '@resvg/resvg-js';

/** The icon of the window itself, which most desktops show small. */
const windowSize = 256;

/** Sizes in which a Linux package installs the app's icon for menus, docks and stores. */
const linuxSizes = [16, 22, 24, 32, 48, 64, 96, 128, 256, 512];

/** From this size electron-builder makes the icon files of Windows and macOS, with all their smaller ones. */
const largestSize = 1024;

/** A tray icon in points; panels of Linux and Windows scale it to their own height. */
const traySize = 24;

/** The slots of Windows' notification area at 100, 125, 150, 200, 250 and 300 %. */
const windowsTraySizes = [16, 20, 24, 32, 40, 48];

/** macOS gives its menu bar icons 16 points. */
const templateSize = 16;

/**
 * Renders the PNG icons from their SVG sources:
 * `app.svg` to app-256.png for the window; it and `app-mac.svg` to package/, of which packages are made;
 * `tray/NAME.svg` to tray/NAME.png and NAME@2x.png, and to NAME.ico for Windows; and `tray/template/NAME.svg`, black
 * with alpha, to tray/NAMETemplate.png and NAMETemplate@2x.png, which macOS colours by itself.
 * @param {string} sourceDir
 * @param {string} outDir
 */
export async function buildIcons(sourceDir, outDir) {
  const trayDir = join(outDir, 'tray');
  const packageDir = join(outDir, 'package');
  const linuxDir = join(packageDir, 'linux');
  await Promise.all([trayDir, linuxDir].map((dir) => mkdir(dir, { recursive: true })));
  const tray = await svgNames(join(sourceDir, 'tray'));
  const templates = await svgNames(join(sourceDir, 'tray/template'));
  const app = join(sourceDir, 'app.svg');
  await Promise.all([
    render(app, windowSize, join(outDir, `app-${windowSize}.png`)),
    ...linuxSizes.map((size) => render(app, size, join(linuxDir, `${size}x${size}.png`))),
    render(app, largestSize, join(packageDir, 'win.png')),
    render(join(sourceDir, 'app-mac.svg'), largestSize, join(packageDir, 'mac.png')),
    ...tray.flatMap((name) => atBothScales(join(sourceDir, 'tray', name), traySize, join(trayDir, name))),
    ...tray.map((name) =>
      renderIco(join(sourceDir, 'tray', `${name}.svg`), windowsTraySizes, join(trayDir, `${name}.ico`)),
    ),
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
  await writeFile(target, await renderPng(source, width));
}

/**
 * @param {string} source
 * @param {number} width in pixels
 */
async function renderPng(source, width) {
  const image = await renderAsync(await readFile(source, 'utf8'), {
    fitTo: { mode: 'width', value: width },
    font: { loadSystemFonts: false },
  });
  return image.asPng();
}

/**
 * Writes an icon file for Windows: a directory of 16 bytes for each size, then the images as PNG, which Windows reads in icons
 * since Vista. https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10)
 * @param {string} source
 * @param {number[]} sizes in pixels, below 256
 * @param {string} target
 */
async function renderIco(source, sizes, target) {
  const images = await Promise.all(sizes.map((size) => renderPng(source, size)));
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, image] of images.entries()) {
    const entry = 6 + 16 * index;
    head.writeUInt8(sizes[index] ?? 0, entry);
    head.writeUInt8(sizes[index] ?? 0, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(image.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += image.length;
  }
  await writeFile(target, Buffer.concat([head, ...images]));
}
