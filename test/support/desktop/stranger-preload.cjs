// A page that has got hold of Electron's IPC, which no page of ours has: it can knock at any door with anything.
/* global window */
// eslint-disable-next-line @typescript-eslint/no-require-imports, no-undef -- a sandboxed preload script has no other way
const { ipcRenderer } = require('electron');

window.knock = async (channel, input) => {
  ipcRenderer.send(channel, input);
  try {
    await ipcRenderer.invoke(channel, input);
    return 'taken';
  } catch (error) {
    return String(error);
  }
};
