/* eslint-disable @typescript-eslint/no-require-imports, no-undef -- a sandboxed preload is CommonJS */
const { contextBridge } = require('electron');

contextBridge.exposeInMainWorld('sandboxed', process.sandboxed);
