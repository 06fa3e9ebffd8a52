/** What arm64 needs. No package for it was run: the tests have no arm64 machine. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Architecture of an ELF file, from its header. */
function elfMachine(file: string): string {
  const header = readFileSync(file);
  expect(header.toString('latin1', 1, 4)).toBe('ELF');
  const machine = header.readUInt16LE(18);
  return { 0x3e: 'x64', 0xb7: 'arm64' }[machine] ?? String(machine);
}

test.each(['x64', 'arm64'])(
  "keytar's module for Linux on %s is in the package and for that architecture",
  (arch) => {
    expect(elfMachine(`node_modules/keytar/prebuilds/linux-${arch}/keytar.node`)).toBe(arch);
  },
);

test('Linux packages are made for x64 and arm64, with the keytar of their architecture', () => {
  const configuration = readFileSync('electron-builder.yml', 'utf8');
  const linux = /^linux:\n((?: .*\n)+)/m.exec(configuration)?.[1] ?? '';
  expect(linux.match(/- target: \w+\n +arch: .+/g)).toEqual([
    '- target: deb\n      arch: [x64, arm64]',
    '- target: rpm\n      arch: [x64, arm64]',
  ]);
  expect(linux).toContain('- from: node_modules/keytar/prebuilds/linux-${arch}\n');
});

test('Windows and macOS packages are made for arm64, too', () => {
  const configuration = readFileSync('electron-builder.yml', 'utf8');
  expect(configuration).toContain('target: nsis\n    arch: [x64, arm64]\n');
  expect(configuration).toContain('target: dmg\n    arch: universal\n');
});

/** The files that name x64, each with what happens elsewhere. */
const namesX64 = {
  // Says that it does not exist elsewhere; a machine with arm64 needs Electron's own release.
  'scripts/headless/fallback-electron.mjs': true,
  // Elsewhere Playwright's Chromium is used, and screenshots are not compared.
  'scripts/setup/browser.mjs': true,
  // Lists arm64, too.
  'scripts/package/keytar-sha256.mjs': true,
  // The compiler and the Node for Windows on Wine, which the script says are missing.
  'scripts/headless/wine.mjs': true,
};

test('no script and no source needs x64 without saying so', () => {
  const files = ['scripts', 'main', 'shared', 'tencent', 'preload', 'simulator'].flatMap((dir) =>
    readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:mjs|ts|sh|pl|c)$/.test(name))
      .map((name) => join(dir, name).replaceAll('\\', '/')),
  );
  const found = files.filter((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => !/^\s*(?:\/?\*|\/\/|#)/.test(line) && /\bx64\b|x86_64|x86-64|amd64/.test(line)),
  );
  expect(found.toSorted()).toEqual(Object.keys(namesX64).toSorted());
});
