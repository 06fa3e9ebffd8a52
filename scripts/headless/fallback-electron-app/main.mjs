// What Electron's own default_app.asar does for `electron DIR`, which the fallback Electron lacks: it is copied to
// resources/app of that Electron and runs the app of the first argument.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
// eslint-disable-next-line no-restricted-imports -- this file is part of the fallback Electron, not of Standby
import { app } from 'electron';

const index = process.argv.findIndex((arg, at) => at > 0 && !arg.startsWith('-'));
const dir = process.argv[index];
if (index === -1 || dir === undefined) {
  process.stderr.write('usage: electron DIR\n');
  process.exit(2);
}

const appDir = resolve(dir);
/** @type {unknown} */
const json = JSON.parse(readFileSync(join(appDir, 'package.json'), 'utf8'));
const manifest = /** @type {{ name: string, productName?: string, version: string, main: string }} */ (json);

// What default_app calls, too; Electron's types name the public part only.
const internalApp =
  /** @type {Electron.App & { setVersion(v: string): void, setAppPath(path: string): void }} */ (app);
internalApp.setName(manifest.productName ?? manifest.name);
internalApp.setVersion(manifest.version);
internalApp.setAppPath(appDir);

// This Electron frees what a finished request leaves behind twice, and crashes, when it quits just after V8 has found it to be
// garbage (electron/electron#45368, mended in later ones). With this flag V8 has it freed at once, and so only once.
app.once('before-quit', () => setFlagsFromString('--optimize-for-size'));

const entry = join(appDir, manifest.main);
if (entry.endsWith('.mjs')) {
  await import(pathToFileURL(entry).href);
} else {
  // Loaded at once and in one go: a privileged scheme and the sandbox must be set before Electron is ready.
  createRequire(import.meta.url)(entry);
}
