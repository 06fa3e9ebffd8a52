/** The lint rules that need types: none of typescript-eslint's is missing, and each reports its bad example. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import tseslint from 'typescript-eslint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { badExamples } from '../../support/unit/bad-examples.ts';

/** Checked by scripts/lint/class-instances.mjs, because oxlint does not know it. */
const CLASS_RULE = 'no-unsafe-class-instance-assignment';
/** In none of the presets. */
const ADDED_RULES = ['switch-exhaustiveness-check'];

const config = z
  .object({ rules: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync('.oxlintrc.json', 'utf8')));
const oxlintRules = Object.keys(config.rules).map((name) => name.replace('typescript/', ''));

const report = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) });

const docs = z.object({ requiresTypeChecking: z.optional(z.boolean()) });
const plugin = z.object({
  rules: z.record(z.string(), z.object({ meta: z.object({ docs: z.optional(docs) }) })),
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bad-examples-'));
  const compilerOptions = {
    strict: true,
    target: 'ES2023',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM'],
    types: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  for (const [rule, code] of Object.entries(badExamples))
    writeFileSync(join(folder, `${rule}.ts`), `${code}\nexport {};\n`);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function runNode(...args: string[]): { status: number | null; stdout: string } {
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

/** The typed rules that typescript-eslint's presets turn on. */
function presetRules(): string[] {
  const presets = [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked];
  const on = presets.flatMap(({ rules }) =>
    Object.entries(rules ?? {}).flatMap(([name, setting]) => (setting === 'off' ? [] : [name])),
  );
  const { rules } = plugin.parse(tseslint.plugin);
  return Object.keys(rules).filter(
    (name) =>
      rules[name]?.meta.docs?.requiresTypeChecking === true && on.includes(`@typescript-eslint/${name}`),
  );
}

test('every rule with types of the presets of typescript-eslint is on', () => {
  expect([...oxlintRules, CLASS_RULE].toSorted()).toEqual([...presetRules(), ...ADDED_RULES].toSorted());
  expect(Object.values(config.rules).filter((setting) => [setting].flat()[0] !== 'error')).toEqual([]);
});

test('every rule has a bad example, and reports it', () => {
  const { status, stdout } = runNode(
    'node_modules/oxlint/bin/oxlint',
    '--config=.oxlintrc.json',
    '--format=json',
    folder,
  );
  expect(status).toBe(1);
  const reported = report
    .parse(JSON.parse(stdout))
    .diagnostics.filter(({ code, filename }) => code === `typescript(${basename(filename, '.ts')})`)
    .map(({ filename }) => basename(filename, '.ts'));
  expect([...new Set(reported)].toSorted()).toEqual(oxlintRules.toSorted());
  expect(Object.keys(badExamples).toSorted()).toEqual([...oxlintRules, CLASS_RULE].toSorted());
});

test('an instance of another class is reported, and only where there is one', () => {
  const check = (rule: string) => runNode('scripts/lint/class-instances.mjs', join(folder, `${rule}.ts`));
  const found = check(CLASS_RULE);
  expect(found.status).toBe(1);
  expect(found.stdout).toContain(CLASS_RULE);
  expect(check('await-thenable')).toMatchObject({ status: 0, stdout: '' });
});
