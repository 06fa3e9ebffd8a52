// Baseline for Electron's own cost: a tray icon with three menu items and no window. A click on the icon opens a trivial
// sandboxed window; the next one destroys it. With `--request-once=ADDRESS` it makes one request.
const { app, BrowserWindow, Menu, nativeImage, net, Tray } = require('electron');

app.enableSandbox();
/** @type {import('electron').Tray | undefined} */
let tray;
/** @type {import('electron').BrowserWindow | undefined} */
let window;

void app.whenReady().then(() => {
  const size = { width: 24, height: 24 };
  tray = new Tray(nativeImage.createFromBitmap(Buffer.alloc(24 * 24 * 4, 255), size));
  tray.setToolTip('Bare');
  tray.setContextMenu(Menu.buildFromTemplate([{ label: 'One' }, { label: 'Two' }, { label: 'Three' }]));
  tray.on('click', toggle);
  const address = app.commandLine.getSwitchValue('request-once');
  if (address !== '') void net.fetch(address, { method: 'POST', body: '{}' }).then((answer) => answer.text());
});
app.on('window-all-closed', () => {
  // Keeps the app running without a window.
});

function toggle() {
  if (window) {
    window.destroy();
    window = undefined;
    return;
  }
  const created = new BrowserWindow({
    width: 380,
    height: 672,
    show: false,
    webPreferences: { sandbox: true, spellcheck: false },
  });
  created.once('ready-to-show', () => created.show());
  void created.loadURL('data:text/html,<title>Bare</title><h1>Bare</h1>');
  window = created;
}
