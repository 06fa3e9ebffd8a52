import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { readJson } from '../../../scripts/read-json.mjs';
import { installScripts } from '../../../scripts/setup/install-scripts.mjs';

const lock = z.object({
  packages: z.record(z.string(), z.object({ hasInstallScript: z.boolean().optional() })),
});

it('the list names each package with an install script, and no other', () => {
  const { packages } = lock.parse(readJson('package-lock.json'));
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
  expect(Object.keys(installScripts).sort()).toEqual([...new Set(withScript)].sort());
});

it('npm runs no install script by itself', () => {
  expect(readFileSync('.npmrc', 'utf8').split('\n')).toContain('ignore-scripts=true');
});
