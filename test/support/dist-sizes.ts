import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const repoDir = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(repoDir, 'dist');
/** The programs as in a package. */
const packaged = join(dist, 'packaged');
const packagedMain = join(packaged, 'main');

/** The folders of dist/ that no package contains. */
const startedFromSource = ['gateway', 'cli', 'main', 'preload', 'renderer', 'simulator'];

/** In thousands of bytes. */
export type DistSizes = {
  /** What the window loads before it can show the status, compressed. */
  firstLoadScript: number;
  firstLoadStyle: number;
  /** All that the main process and the preload scripts can load, uncompressed. */
  mainAndPreload: number;
  /** The part that the main process loads before the tray is shown. */
  mainAtStart: number;
  /** What the package adds to Electron: the app's files and the keychain's native module. */
  packageAdds: number;
};

/** The limit. */
export const MAX_SIZES: DistSizes = {
  firstLoadScript: 120,
  firstLoadStyle: 12,
  // Measured: 503, of which the company sign-in, a chunk of its own, is 61, and the client of a gateway about 16.
  mainAndPreload: 510,
  mainAtStart: 21.5,
  packageAdds: 6_000,
};

/** Measures the sizes of the built app. */
export function measureDistSizes(): DistSizes {
  const firstLoad = findStaticImports(join(packaged, 'renderer'), 'main.js');
  const gzipped = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0) / 1000;
  return {
    firstLoadScript: gzipped(firstLoad),
    firstLoadStyle: gzipped([join(packaged, 'renderer/main.css')]),
    mainAndPreload: measureFolder(packagedMain) + measureFolder(join(packaged, 'preload')),
    mainAtStart: total(findStaticImports(packagedMain, 'index.mjs')),
    packageAdds:
      measureFolder(dist) -
      startedFromSource.reduce((sum, name) => sum + measureFolder(join(dist, name)), 0) +
      measureKeytar(),
  };
}

/** Returns a script and its static imports; dynamic imports are excluded. */
function findStaticImports(folder: string, entry: string): string[] {
  const files = [join(folder, entry)];
  for (const file of files) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)) {
      const imported = join(folder, name);
      if (!files.includes(imported)) files.push(imported);
    }
  }
  return files;
}

/** The size of a folder without source maps, which no package contains. */
function measureFolder(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return total(
    entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
}

function total(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size / 1000, 0);
}

/** The size of keytar in a package, which contains only one of its thirteen prebuilt modules. */
function measureKeytar(): number {
  const keytar = join(repoDir, 'node_modules/keytar');
  const prebuilds = join(keytar, 'prebuilds');
  const largest = Math.max(...readdirSync(prebuilds).map((name) => measureFolder(join(prebuilds, name))));
  return largest + measureFolder(join(keytar, 'lib'));
}
