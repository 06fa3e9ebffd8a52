/**
 * Takes the README's picture: the real panel with the tray icon, its open menu, and the window, in use with the
 * simulator.
 *
 * usage: node scripts/rig.mjs --panel --scale=2 --size=2640x1400 -- node scripts/picture.mjs /tmp/desktop.png
 *
 * Nobody needs to say where the panel puts things: the icon is found by its colour.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PNG } from 'pngjs';
import { repoDir } from './repo.mjs';
import { runMain, SetupError } from './say.mjs';

const run = promisify(execFile);

const BACKGROUND = ['#5b6f95', '#b9c4d6'];

/** Round the window, in pixels. */
const MARGIN = 60;

/** Long enough for a menu or a window to be drawn and its shadow with it; the panel does not say when. */
const DRAWN_MS = 800;

/** @typedef {{ x: number, y: number }} Point */

await runMain(async () => {
  const [out] = process.argv.slice(2);
  const electronDir = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (out === undefined || electronDir === undefined) {
    throw new SetupError('node scripts/rig.mjs --panel --scale=2 … -- node scripts/picture.mjs OUT.png');
  }
  const [width = 0, height = 0] = await screenSize();
  const backdrop = ['-size', `${width}x${height}`, '-window', 'root', `gradient:${BACKGROUND.join('-')}`];
  // Not asked how it went: having painted, it says 1.
  await once(spawn('display', backdrop, { stdio: 'ignore' }), 'exit');

  const profile = await profileOfSomebodyWhoLunches();
  const launch = () =>
    spawn(join(electronDir, 'electron'), [repoDir, `--user-data-dir=${profile}`], { stdio: 'ignore' });
  const app = launch();
  const ended = once(app, 'exit');
  try {
    await findIcon('free');
    await run('xdotool', ['key', 'ctrl+shift+F12']);
    const icon = await findIcon('rest');
    // A second start opens the window in the middle, where the menu does not cover it.
    await once(launch(), 'exit');
    const window = await findWindow();
    await pause(DRAWN_MS);
    await openRestMenu(icon);

    const left = window.x - MARGIN;
    const bottom = Math.min(height, window.y + window.height + MARGIN);
    await run('import', ['-window', 'root', '-crop', `${width - left}x${bottom}+${left}+0`, '+repage', out]);
  } finally {
    app.kill();
    await ended;
  }
});

async function screenSize() {
  const { stdout } = await run('xdotool', ['getdisplaygeometry']);
  return stdout.trim().split(' ').map(Number);
}

/** The toggle key leads from Free to the last way of being away: Rest · Lunch. */
async function profileOfSomebodyWhoLunches() {
  const profile = await mkdtemp(join(tmpdir(), 'picture-'));
  const settings = {
    version: 1,
    mode: 'simulator',
    account: { edition: 'international', customAddress: '', sdkAppId: null, agent: '' },
    language: 'en',
    reasons: null,
    shortcuts: {
      free: 'Control+Shift+F9',
      rest: 'Control+Shift+F10',
      notReady: 'Control+Shift+F11',
      toggle: 'Control+Shift+F12',
      undo: 'Control+Shift+F8',
    },
    lastAway: { status: 'rest', reason: 'Lunch' },
  };
  await writeFile(join(profile, 'settings.json'), JSON.stringify(settings));
  return profile;
}

/**
 * Waits until the panel shows an icon of ours.
 * @param {string} name
 * @returns {Promise<Point>} its middle
 */
async function findIcon(name) {
  const icon = PNG.sync.read(await readFile(join(repoDir, `dist/icons/tray/${name}.png`)));
  const colour = mainColour(icon);
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    const found = middleOf(colour, await photograph());
    if (found) return found;
    await pause(200);
  }
  throw new SetupError(`the panel does not show the icon "${name}"`);
}

async function photograph() {
  const { stdout } = await run('import', ['-window', 'root', 'png:-'], {
    encoding: 'buffer',
    maxBuffer: 2 ** 26,
  });
  return PNG.sync.read(stdout);
}

/**
 * The colour of most of its opaque pixels.
 * @param {PNG} png
 */
function mainColour({ data }) {
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
 * @param {number} colour
 * @param {PNG} screen without any other pixels of that colour: the window must not be open yet
 * @returns {Point | undefined}
 */
function middleOf(colour, { data, width }) {
  /** @type {Point[]} */
  const points = [];
  for (let at = 0; at < data.length; at += 4) {
    if (data.readUIntBE(at, 3) === colour)
      points.push({ x: (at / 4) % width, y: Math.floor(at / 4 / width) });
  }
  if (points.length < 50) return undefined;
  /** @param {'x' | 'y'} axis */
  const mean = (axis) => Math.round(points.reduce((sum, point) => sum + point[axis], 0) / points.length);
  return { x: mean('x'), y: mean('y') };
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
 * Opens the menu and Rest in it, with the reason that is proved under the cursor. Keys pass over the lines that only say
 * something; the ones before Rest are Undo and Free.
 * @param {Point} icon
 */
async function openRestMenu({ x, y }) {
  await run('xdotool', ['mousemove', String(x), String(y), 'click', '3']);
  await pause(DRAWN_MS);
  for (const key of ['Down', 'Down', 'Down', 'Right', 'Down']) {
    await run('xdotool', ['key', key]);
    await pause(DRAWN_MS / 4);
  }
  await pause(DRAWN_MS);
}
