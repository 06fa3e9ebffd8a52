import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { sessions } from '../../scripts/headless/desktops/sessions.mjs';
import { RETENTION_MS } from '../../main/activity/log/prune-log.ts';
import { MAX_RECORDS, RECORD_MAX_AGE_MS } from '../../main/team/prune-records.ts';
import { defaultSettings } from '../../main/settings/schema.ts';
import { agentStatus, shortcutAction } from '../../shared/domain.ts';
import { DAY_MS } from '../../shared/time-units.ts';
import { stsEndpoint } from '../../tencent/sts/sts-endpoint.ts';
import { parseEndpoint } from '../../tencent/transport/endpoint.ts';
import { languages } from '../support/texts.ts';

const repo = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(repo, file), 'utf8');

/** "`test file`: `title`", by which SECURITY.md names the test that fails if a claim becomes false. */
const namedTests = [...read('SECURITY.md').matchAll(/`(test\/[\w./-]+\.ts)`: `([^`]+)`/g)].map(
  ([, file = '', title = '']) => [file, title] as const,
);

describe('docs/desktops.md', () => {
  const words = {
    run: '已运行',
    unit: '单元测试',
    workflow: '工作流',
    'not yet': '尚无',
    'not needed': '不需要',
  };
  const rows = (file: string) =>
    [...read(file).matchAll(/^\| (?![- ])(.*) \|$/gm)].slice(1).map(([, row = '']) =>
      row
        .split('|')
        .slice(1)
        .map((cell) => cell.trim()),
    );
  const english = rows('docs/desktops.md');

  it('has a row for each desktop session, with the same dates in Chinese', () => {
    const sessionRows = (file: string) =>
      [...read(file).matchAll(/^\| `([\w-]+)`[:：](.*) \|$/gm)].map(([, name, cells = '']) => ({
        name,
        dates: cells.split('|').map((cell) => /\d{4}-\d\d-\d\d/.exec(cell)?.[0]),
      }));
    const found = sessionRows('docs/desktops.md');
    expect(found.map(({ name }) => name)).toEqual(Object.keys(sessions));
    expect(sessionRows('docs/desktops.zh-CN.md')).toEqual(found);
  });

  it('names test files that exist', () => {
    const files = english.flat().flatMap((cell) => [...cell.matchAll(/`([\w/.-]+\.spec\.ts)`/g)]);
    expect(files.length).toBeGreaterThan(12);
    expect(files.filter(([, file = '']) => !existsSync(join(repo, 'test/desktop', file)))).toEqual([]);
  });

  it('names a test for everything that was run, and says the same in Chinese', () => {
    expect(english.length).toBeGreaterThan(15);
    expect(english.flat().filter((cell) => /^run(?!: `)/.test(cell))).toEqual([]);
    const kinds = (cells: string[], names: string[]) =>
      cells.map((cell) => names.findIndex((name) => cell.startsWith(name)));
    expect(rows('docs/desktops.zh-CN.md').map((cells) => kinds(cells, Object.values(words)))).toEqual(
      english.map((cells) => kinds(cells, Object.keys(words))),
    );
  });
});

describe.each(['docs/deployment.md', 'docs/deployment.zh-CN.md'])('%s', (file) => {
  const rows = [...read(file).matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );

  it('names every host that Standby knows, with its port, and no other', () => {
    const endpoints = (['international', 'mainland'] as const).flatMap((edition) => [
      parseEndpoint(edition),
      stsEndpoint(edition),
    ]);
    const known = endpoints.map((found) => [found.ok ? `\`${found.endpoint.host}\`` : '', '443']);
    const named = rows.filter(([host = '']) => /^`[\w.]+\.com`$/.test(host)).map((row) => row.slice(0, 2));
    expect(named.toSorted()).toEqual(known.toSorted());
  });

  it('says how long data is kept', () => {
    const kept = rows.map((row) => row.at(-1) ?? '');
    expect(kept.filter((cell) => cell.startsWith(String(RETENTION_MS / DAY_MS)))).toHaveLength(1);
    expect(kept.filter((cell) => cell.startsWith(String(RECORD_MAX_AGE_MS / DAY_MS)))).toHaveLength(1);
    expect(kept.find((cell) => cell.includes(String(MAX_RECORDS)))).toContain(
      String(RECORD_MAX_AGE_MS / DAY_MS),
    );
  });
});

describe('SECURITY.md', () => {
  const rows = [...read('SECURITY.md').matchAll(/^\| ([A-Z]?\d+) +\| .*$/gm)];

  it("has a row for each of Electron's twenty points", () => {
    const numbers = rows.map(([, number]) => Number(number)).filter((number) => !Number.isNaN(number));
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('names a test, the linter, or that there is none, for each claim', () => {
    const without = rows.filter(([row]) => !/`test\/[^`]+`: `[^`]+`|the linter|none: /.test(row));
    expect(without.map(([, number]) => number)).toEqual([]);
    expect(rows.length).toBeGreaterThanOrEqual(20 + 35);
  });

  it('numbers what its threat model refers to', () => {
    const model = [...read('SECURITY.md').matchAll(/([A-Z])(\d+)(?:–\1(\d+))?(?=[,)]| and)/g)];
    const numbers = new Set(rows.map(([, number]) => number));
    const missing = model.flatMap(([, letter = '', from = '', to = from]) =>
      [`${letter}${from}`, `${letter}${to}`].filter((number) => !numbers.has(number)),
    );
    expect(missing).toEqual([]);
    expect(model.length).toBeGreaterThan(6);
  });

  it.each(namedTests)('names a test of %s by its title: %s', (file, title) => {
    const quoted = title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    expect(read(file)).toMatch(new RegExp(`\\(\\s*['"\`][^\\n]*${quoted}`));
  });
});

describe.each([
  { file: 'README.md', tag: 'en' },
  { file: 'README.zh-CN.md', tag: 'zh-CN' },
])('$file', ({ file, tag }) => {
  const cells = [...read(file).matchAll(/^\|(.*)\|$/gm)].map(([, row = '']) =>
    row.split('|').map((cell) => cell.trim()),
  );

  it('calls each status what the app calls it, beside its API value', () => {
    const t = languages.translateInto(tag);
    const rows = cells.filter(([, , , value = '']) => /^`\w+`$/.test(value));
    expect(rows.map(([name, , , value]) => [name, value])).toEqual(
      agentStatus.options.map((status) => [t(`status.${status}`), `\`${status}\``]),
    );
  });

  it('lists the default shortcuts', () => {
    const keys = cells.flatMap(([cell = '']) => cell.match(/(?:Ctrl|Cmd|Shift|Alt)\+[\w+]+/g) ?? []);
    const short = (accelerator: string) => accelerator.replace('Control', 'Ctrl').replace('Command', 'Cmd');
    const [other, windows, mac] = (['linux', 'win32', 'darwin'] as const).map(
      (platform) => defaultSettings(platform).shortcuts,
    );
    expect(keys).toEqual(
      shortcutAction.options.flatMap((action) =>
        [other?.[action], windows?.[action], mac?.[action]].map((each) => short(each ?? '')),
      ),
    );
  });
});

/** Every document but the changelog and the benchmark's results, which tell of the past and are not kept up to date. */
const documents = [
  'README.md',
  'README.zh-CN.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(repo, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(repo, 'docs/adr')).map((name) => `docs/adr/${name}`),
].filter((document) => existsSync(join(repo, document)));

/** Paths of the project in running text: `shared/clock.ts`, `test/desktop/`. */
const folders = 'cli|gateway|main|preload|renderer|shared|tencent|simulator|test|scripts|assets|docs|bench';
const paths = documents.flatMap((document) =>
  [...read(document).matchAll(new RegExp(`\`((?:${folders})/[\\w./-]*)\``, 'g'))].map(
    ([, path = '']) => [document, path] as const,
  ),
);

it.each(paths)('%s names an existing path: %s', (_document, path) => {
  expect(existsSync(join(repo, path))).toBe(true);
});

/** The part of a link after "#", as GitHub derives it from a heading. */
const toAnchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

const links = documents.flatMap((document) =>
  [...read(document).matchAll(/\]\((?!https:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(
    ([, path = '', anchor = '']) => [document, path, anchor] as const,
  ),
);

it.each(links)('%s links to an existing file and heading: %s %s', (document, path, anchor) => {
  const target = path === '' ? document : join(dirname(document), path);
  expect(existsSync(join(repo, target))).toBe(true);
  if (anchor === '') return;
  const headings = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => toAnchor(heading));
  expect(headings).toContain(decodeURIComponent(anchor));
});

it('the decision records are numbered without a repetition, as their titles say', () => {
  const records = readdirSync(join(repo, 'docs/adr')).sort();
  const numbers = records.map((name) => Number(name.slice(0, 4)));
  expect(new Set(numbers).size).toBe(records.length);
  expect(records.map((name) => Number(/^# (\d+)\. /.exec(read(`docs/adr/${name}`))?.[1]))).toEqual(numbers);
});

it('every dependency has its reason in a decision record', () => {
  const lists = z.looseObject({
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  });
  const { dependencies, devDependencies } = lists.parse(JSON.parse(read('package.json')));
  const lines = read('docs/adr/0018-dependencies.md').match(/^- [^:]+:/gm) ?? [];
  const named = lines.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
  expect(named.toSorted()).toEqual(
    [...Object.keys(dependencies), ...Object.keys(devDependencies)].toSorted(),
  );
});
