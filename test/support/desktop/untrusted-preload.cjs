// Preload script of an untrusted window: it exposes Electron's raw IPC, so that the page can send anything on any channel.
/* global window */
// eslint-disable-next-line @typescript-eslint/no-require-imports, no-undef -- a sandboxed preload script has no other way
const { ipcRenderer } = require('electron');

window.sendRawIpc = async (channel, input) => {
  ipcRenderer.send(channel, input);
  try {
    await ipcRenderer.invoke(channel, input);
    return 'taken';
  } catch (error) {
    return String(error);
  }
};
