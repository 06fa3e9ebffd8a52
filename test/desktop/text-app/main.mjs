// Another program, with a text field: what reaches it was not taken by anybody.
import { app, BrowserWindow, Menu } from 'electron';

app.enableSandbox();
// Without it, Electron's own menu would act on Ctrl+R and the like.
Menu.setApplicationMenu(null);
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 300, height: 200 });
  await window.loadURL('data:text/html,<title>Other program</title><textarea autofocus></textarea>');
});
