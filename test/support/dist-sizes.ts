import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const repoDir = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(repoDir, 'dist');
/** The main process as packages have it. */
const packagedMain = join(dist, 'packaged/main');

/** In thousands of bytes. */
export type DistSizes = {
  /** What the window loads before it can show the status, compressed. */
  firstLoadScript: number;
  firstLoadStyle: number;
  /** All that the main process and the preload scripts could load, as it is. */
  mainAndPreload: number;
  /** Of it, what the main process loads before the tray is there. */
  mainAtStart: number;
  /** What the package has beyond Electron: the app's files and the keychain's native module. */
  packageAdds: number;
};

/** What it may be. */
export const MOST: DistSizes = {
  firstLoadScript: 120,
  firstLoadStyle: 12,
  mainAndPreload: 350,
  mainAtStart: 20,
  packageAdds: 6_000,
};

/** How large the built app is. */
export function distSizes(): DistSizes {
  const firstLoad = staticImports(join(dist, 'renderer'), 'main.js');
  const gzipped = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
  return {
    firstLoadScript: gzipped(firstLoad),
    firstLoadStyle: gzipped([join(dist, 'renderer/main.css')]),
    mainAndPreload: folderSize(packagedMain) + folderSize(join(dist, 'preload')),
    mainAtStart: total(staticImports(packagedMain, 'index.mjs')),
    packageAdds:
      folderSize(dist) - folderSize(join(dist, 'main')) - folderSize(join(dist, 'simulator')) + keytarSize(),
  };
}

/** A script and all that it imports at once; what it imports later, with `import()`, is not among it. */
function staticImports(folder: string, entry: string): string[] {
  const files = [join(folder, entry)];
  for (const file of files) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
      const imported = join(folder, name);
      if (!files.includes(imported)) files.push(imported);
    }
  }
  return files;
}

function folderSize(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return total(
    entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name)),
  );
}

function total(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size / 1000, 0);
}

/** Of keytar's thirteen builds a package holds its own system's. */
function keytarSize(): number {
  const keytar = join(repoDir, 'node_modules/keytar');
  const prebuilds = join(keytar, 'prebuilds');
  const largest = Math.max(...readdirSync(prebuilds).map((name) => folderSize(join(prebuilds, name))));
  return largest + folderSize(join(keytar, 'lib'));
}
