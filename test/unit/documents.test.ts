import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const repo = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(repo, file), 'utf8');

/** "`file`: `what it says`", as the documents quote the code. */
const quotations = [...read('SECURITY.md').matchAll(/`([\w./-]+\.\w+)`: `([^`]+)`/g)].map(
  ([, file = '', text = '']) => [file, text] as const,
);

describe('SECURITY.md', () => {
  it('has a row with code and test for each of the twenty points', () => {
    const rows = [...read('SECURITY.md').matchAll(/^\| (\d+) +\|/gm)].map(([, number]) => Number(number));
    expect(rows).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    expect(quotations.length).toBeGreaterThanOrEqual(39);
  });

  it.each(quotations)('quotes %s as it is: %s', (file, text) => {
    expect(read(file)).toContain(text);
  });
});

/** Paths of the project in running text: `main/time.ts`, `test/desktop/`. */
const documents = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/managed-settings.md',
];
const paths = documents
  .filter((document) => existsSync(join(repo, document)))
  .flatMap((document) =>
    [...read(document).matchAll(/`((?:main|preload|renderer|test|scripts|assets|docs)\/[\w./-]*)`/g)].map(
      ([, path = '']) => [document, path] as const,
    ),
  );

it.each(paths)('%s names something that is there: %s', (_document, path) => {
  expect(existsSync(join(repo, path))).toBe(true);
});
