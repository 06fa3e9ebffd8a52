import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, it, vi } from 'vitest';
import { findDevServer } from '../../../main/desktop/security/dev-server.ts';
import { oldestNode, targetFor, targets } from '../../../scripts/build/targets.mjs';
import { loosenPolicy } from '../../../scripts/dev/renderer-server.mjs';
import { readJson } from '../../../scripts/read-json.mjs';

vi.mock('electron', () => ({}));

/** Returns the scripts, pages and styles of a folder of dist/, each with its text. */
function readBuilt(folder: string): { name: string; text: string }[] {
  return readdirSync(join('dist', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:mjs|cjs|js|css|html)$/.test(name))
    .map((name) => ({ name, text: readFileSync(join('dist', folder, name), 'utf8') }));
}

const filesWith = (folder: string, text: RegExp) =>
  readBuilt(folder)
    .filter((file) => text.test(file.text))
    .map(({ name }) => name);

it('a package contains no code of the development server; the program started from the source contains it', () => {
  const devServer =
    /dev-server|@vite|@react-refresh|react-refresh|import\.meta\.(?:hot|env)|VITE_|\bws:\/\/|\b127\.0\.0\.1:\d/;
  expect(filesWith('packaged', devServer)).toEqual([]);
  expect(filesWith('main', devServer)).not.toEqual([]);
  expect(readBuilt('packaged').filter(({ name }) => name.includes('dev-server'))).toEqual([]);
});

it('the build decides whether a program is packaged: the decision depends on no variable and no argument', () => {
  expect(
    filesWith('packaged', /BUILT_FOR_PACKAGE|\bisPackaged\b|STANDBY_[A-Z]|simulator-only|NODE_ENV/),
  ).toEqual([]);
});

it('packages contain React for production, whatever NODE_ENV was during the build', () => {
  expect(filesWith('packaged', /jsxDEV|jsx-dev-runtime/)).toEqual([]);
  expect(filesWith('renderer', /jsxDEV|jsx-dev-runtime/)).toEqual([]);
});

it('a packaged file does not refer to its source map; a file started from the source does', () => {
  const link = /sourceMappingURL=/;
  expect(filesWith('packaged', link)).toEqual([]);
  expect(filesWith('main', link)).toContain('index.mjs');
  expect(filesWith('preload', link)).toEqual(['index.cjs']);
  expect(filesWith('renderer', link)).toContain('main.js');
});

it.each(['main/index.mjs', 'preload/index.cjs', 'renderer/main.js'])(
  'the build keeps the source map of %s for packages',
  (file) => {
    expect(readJson(join('dist/packaged', `${file}.map`))).toHaveProperty('sources');
  },
);

it('the build has a target for the pinned Electron, for the fallback Electron, and for the oldest Node.js', () => {
  const { version } = readJson('node_modules/electron/package.json') as { version: string };
  expect(Number.parseInt(version, 10)).toBe(targets.pinned.electron);
  expect(targetFor(version)).toBe('pinned');
  expect(targetFor('33.2.1')).toBe('fallback');
  expect(targetFor('')).toBe('fallback');
  expect(readJson('package.json')).toHaveProperty('engines.node', oldestNode.replace('node', '>='));
});

it.each([
  [['--dev-server=http://127.0.0.1:5173'], 'http://127.0.0.1:5173'],
  [['--dev-server=http://127.0.0.1.example.com:80'], undefined],
  [['--dev-server=http://localhost:5173'], undefined],
  [['--dev-server=https://example.com'], undefined],
  [['.'], undefined],
])('a development server is accepted only on 127.0.0.1: %j', (args, address) => {
  expect(findDevServer(args)).toBe(address);
});

it('during development the policy of the page allows the scripts of Vite, and one connection', () => {
  const page = readFileSync('renderer/index.html', 'utf8');
  const policy = /content="(default-src[^"]*)"/.exec(loosenPolicy(page, 'n0', 'ws://127.0.0.1:1'))?.[1];
  expect(policy).toBe(
    "default-src 'none'; script-src 'self' 'nonce-n0'; style-src 'self' 'nonce-n0'; img-src 'self'; connect-src ws://127.0.0.1:1; form-action 'none'; base-uri 'none'",
  );
  expect(() => loosenPolicy('<html>', 'n0', 'ws://127.0.0.1:1')).toThrow('has no');
});

it('each tray icon for Windows has the sizes of the notification area from 100 to 300 %', () => {
  const folder = join('dist', 'icons', 'tray');
  const icons = readdirSync(folder).filter((name) => name.endsWith('.ico'));
  const pngs = readdirSync(folder).filter((name) => /^[^@]+(?<!Template)\.png$/.test(name));
  expect(icons.map((name) => name.replace(/ico$/, 'png')).sort()).toEqual(pngs.sort());
  for (const name of icons) {
    const bytes = readFileSync(join(folder, name));
    const entries = Array.from({ length: bytes.readUInt16LE(4) }, (_, index) => 6 + 16 * index);
    expect(entries.map((entry) => bytes.readUInt8(entry))).toEqual([16, 20, 24, 32, 40, 48]);
    for (const entry of entries) {
      const image = PNG.sync.read(
        bytes.subarray(bytes.readUInt32LE(entry + 12)).subarray(0, bytes.readUInt32LE(entry + 8)),
      );
      expect(image.width).toBe(bytes.readUInt8(entry));
    }
  }
});
