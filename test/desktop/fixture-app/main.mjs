// A minimal app with the parts that Standby needs, to tell a broken headless desktop from a broken app: a tray with
// icon, tooltip and menu; one sandboxed window; a global shortcut; a secret in the keychain.
import { Buffer } from 'node:buffer';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { app, BrowserWindow, globalShortcut, Menu, nativeImage, Tray } from 'electron';
import keytar from 'keytar';

const shortcut = 'Ctrl+Shift+F9';

app.enableSandbox();
// Not awaited: Electron becomes ready only after this module has been evaluated.
void app.whenReady().then(start);

async function start() {
  const show = createTray();
  const window = new BrowserWindow({
    width: 300,
    height: 200,
    webPreferences: { preload: fileURLToPath(new URL('preload.cjs', import.meta.url)) },
  });
  await window.loadURL('data:text/html,<title>Fixture</title><h1>Fixture</h1>');

  const registered = globalShortcut.register(shortcut, () => show('Green', 'Key pressed'));
  print(`registered ${shortcut}: ${registered}`);

  await keytar.setPassword('fixture', 'account', 'secret of the fixture').then(
    () => print('stored in the keyring'),
    () => print('no keyring'),
  );
}

function createTray() {
  const icons = { Red: createSquare([0, 0, 255, 255]), Green: createSquare([0, 255, 0, 255]) };
  const tray = new Tray(icons.Red);
  tray.on('click', () => show('Green', 'Icon clicked'));
  show('Red', 'Fixture');
  return show;

  /** @param {keyof typeof icons} color @param {string} toolTip */
  function show(color, toolTip) {
    tray.setImage(icons[color]);
    tray.setToolTip(toolTip);
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Disabled', enabled: false },
        { type: 'separator' },
        {
          label: 'Color',
          submenu: /** @type {const} */ (['Red', 'Green']).map((label) => ({
            label,
            type: /** @type {const} */ ('radio'),
            checked: label === color,
            click: () => show(label, `${label} from the menu`),
          })),
        },
      ]),
    );
  }
}

/** @param {number[]} bgra one pixel, in the order of bitmaps */
function createSquare(bgra) {
  const size = { width: 24, height: 24 };
  const pixels = Array.from({ length: size.width * size.height }, () => bgra).flat();
  return nativeImage.createFromBitmap(Buffer.from(pixels), size);
}

/** @param {string} line */
function print(line) {
  process.stdout.write(`${line}\n`);
}
