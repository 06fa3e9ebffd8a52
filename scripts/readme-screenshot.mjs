/**
 * Takes the README's picture: the real panel with the tray icon, its open menu, and the window, in use with the
 * simulator. Mouse, keys and picture go through the web page of the virtual desktop, as after `npm start`.
 *
 * usage: node scripts/headless/desktop.mjs --panel --web --scale=2 --size=2640x1400 -- node scripts/readme-screenshot.mjs /tmp/desktop.png
 *
 * The position of the panel's icon is detected by its color.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium } from '@playwright/test';
import { PNG } from 'pngjs';
import { repoDir } from './paths.mjs';
import { main, UserFacingError } from './log.mjs';
import { pinnedChromium } from './setup/browser.mjs';

const run = promisify(execFile);

const BACKGROUND = ['#5b6f95', '#b9c4d6'];

/** Margin around the window, in pixels. */
const MARGIN = 60;

/** Time for a menu or a window to be painted with its shadow. The panel sends no event for that. */
const RENDER_WAIT_MS = 800;

/** How far each channel of a color may differ: the page receives the desktop as JPEG. */
const COLOR_TOLERANCE = 12;

/** @typedef {{ x: number, y: number }} Point */
/** @typedef {import('@playwright/test').Page} Page */

await main(async () => {
  const [out] = process.argv.slice(2);
  const electronDir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const address = process.env.HEADLESS_WEB_ADDRESS;
  if (out === undefined || electronDir === undefined || address === undefined) {
    throw new UserFacingError(
      'node scripts/headless/desktop.mjs --panel --web --scale=2 … -- node scripts/readme-screenshot.mjs OUT.png',
    );
  }
  const [width = 0, height = 0] = await getScreenSize();
  const backdrop = ['-size', `${width}x${height}`, '-window', 'root', `gradient:${BACKGROUND.join('-')}`];
  // The exit code is ignored: the program exits with 1 even after it has painted.
  await once(spawn('display', backdrop, { stdio: 'ignore' }), 'exit');

  const pinned = pinnedChromium();
  const browser = await chromium.launch(pinned ? { executablePath: pinned.program } : {});
  const page = await openDesktop(await browser.newPage({ viewport: { width, height } }), address);
  const profile = await createProfile();
  const launch = () =>
    spawn(join(electronDir, 'electron'), [repoDir, `--user-data-dir=${profile}`], { stdio: 'ignore' });
  const app = launch();
  const ended = once(app, 'exit');
  try {
    await findIcon('free', page);
    await page.keyboard.press('Control+Shift+F12');
    const icon = await findIcon('rest', page);
    // A second start opens the window in the center, where the menu does not cover it.
    await once(launch(), 'exit');
    const window = await findWindow();
    await delay(RENDER_WAIT_MS);
    await openRestMenu(icon, page);

    const left = window.x - MARGIN;
    const bottom = Math.min(height, window.y + window.height + MARGIN);
    await page.screenshot({ path: out, clip: { x: left, y: 0, width: width - left, height: bottom } });
  } finally {
    await browser.close();
    app.kill();
    await ended;
  }
});

async function getScreenSize() {
  const { stdout } = await run('xdotool', ['getdisplaygeometry']);
  return stdout.trim().split(' ').map(Number);
}

/**
 * Opens the page that shows the desktop, and waits until it does.
 * @param {Page} page
 * @param {string} address
 */
async function openDesktop(page, address) {
  await page.goto(`${address}&quality=9&compression=0`);
  await page.locator('#noVNC_container canvas').waitFor();
  // noVNC's own controls, at the left edge and at the top.
  await page.addStyleTag({
    content: '#noVNC_control_bar_anchor, #noVNC_status { display: none !important; }',
  });
  await page.locator('#noVNC_container canvas').focus();
  return page;
}

/** The toggle shortcut switches from Free to the last away status: Rest · Lunch. */
async function createProfile() {
  const profile = await mkdtemp(join(tmpdir(), 'picture-'));
  // What is not named takes its default.
  const settings = { version: 3, mode: 'simulator', lastAwayChoice: { status: 'rest', reason: 'Lunch' } };
  await writeFile(join(profile, 'settings.json'), JSON.stringify(settings));
  return profile;
}

/**
 * Waits until the panel shows an icon.
 * @param {string} name
 * @param {Page} page
 * @returns {Promise<Point>} its center
 */
async function findIcon(name, page) {
  const icon = PNG.sync.read(await readFile(join(repoDir, `dist/icons/tray/${name}.png`)));
  const color = dominantColor(icon);
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    const found = centroid(color, PNG.sync.read(await page.screenshot()));
    if (found) return found;
    await delay(200);
  }
  throw new UserFacingError(`the panel does not show the icon "${name}"`);
}

/**
 * Finds the most frequent color of the opaque pixels.
 * @param {PNG} png
 */
function dominantColor({ data }) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 255) continue;
    const rgb = data.readUIntBE(at, 3);
    counts.set(rgb, (counts.get(rgb) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most?.[0] ?? 0;
}

/**
 * @param {number} color
 * @param {PNG} screen without other pixels of that color: the window must not be open yet
 * @returns {Point | undefined}
 */
function centroid(color, { data, width }) {
  /** @type {Point[]} */
  const points = [];
  for (let at = 0; at < data.length; at += 4) {
    if (isNear(data.readUIntBE(at, 3), color))
      points.push({ x: (at / 4) % width, y: Math.floor(at / 4 / width) });
  }
  if (points.length < 50) return undefined;
  /** @param {'x' | 'y'} axis */
  const mean = (axis) => Math.round(points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  return { x: mean('x'), y: mean('y') };
}

/**
 * @param {number} one
 * @param {number} other
 */
function isNear(one, other) {
  return [16, 8, 0].every(
    (shift) => Math.abs(((one >> shift) & 255) - ((other >> shift) & 255)) <= COLOR_TOLERANCE,
  );
}

async function findWindow() {
  const search = ['search', '--sync', '--onlyvisible', '--name', '^Standby$'];
  const { stdout } = await run('xdotool', [...search, 'getwindowgeometry', '--shell'], { timeout: 20_000 });
  const [x = 0, y = 0, height = 0] = ['X', 'Y', 'HEIGHT'].map((name) =>
    Number(new RegExp(`^${name}=(\\d+)$`, 'm').exec(stdout)?.[1]),
  );
  return { x, y, height };
}

/**
 * Opens the menu and its submenu Rest, and selects the current reason. The arrow keys skip disabled items; the items before
 * Rest are Undo and Free.
 * @param {Point} icon
 * @param {Page} page
 */
async function openRestMenu({ x, y }, page) {
  await page.mouse.click(x, y, { button: 'right' });
  await delay(RENDER_WAIT_MS);
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown']) {
    await page.keyboard.press(key);
    await delay(RENDER_WAIT_MS / 4);
  }
  await delay(RENDER_WAIT_MS);
}
