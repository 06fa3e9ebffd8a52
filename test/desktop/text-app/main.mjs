// A program with a text field, which receives the keys that no other program has grabbed.
import { app, BrowserWindow, Menu } from 'electron';

app.enableSandbox();
// Without this, Electron's default menu handles Ctrl+R and similar keys.
Menu.setApplicationMenu(null);
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 300, height: 200 });
  await window.loadURL('data:text/html,<title>Other program</title><textarea autofocus></textarea>');
});
