import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { writeResults } from '../../../scripts/bench/results.mjs';
import { recordResult, type Row } from '../../support/bench/record.ts';
import { alternate } from '../../support/bench/rounds.ts';

/** Returns the printed table for rows of a measurement. */
async function renderResults(rows: readonly Row[]): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  vi.stubEnv('HOME', home);
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const row of rows) recordResult(row);
  writeFileSync(join(home, 'version'), '1.2.3');
  const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const lines = readFileSync(join(home, 'rows.jsonl'), 'utf8').trimEnd().split('\n');
  await writeResults(lines, { electron: join(home, 'electron'), save: false });
  return print.mock.calls.map(([text]) => String(text)).join('');
}

test('each row shows whether its target is met, in the order of the targets', async () => {
  const text = await renderResults([
    {
      order: 2,
      what: 'b',
      unit: 'ms',
      target: { max: 5 },
      samples: { Standby: [9, 1, 7] },
      note: 'each alone',
      missedBecause: 'of x',
    },
    {
      order: 1,
      what: 'a',
      unit: 'ms',
      target: { max: 5 },
      samples: { Standby: [5, 1, 7] },
      missedBecause: 'of y',
    },
    {
      order: 3,
      what: 'c',
      unit: 'MB',
      target: { max: 1.1, ratioTo: 'bare' },
      samples: { Standby: [105], bare: [100] },
    },
    {
      order: 4,
      what: 'd',
      unit: 'MB',
      target: { max: 1, ratioTo: 'bare' },
      samples: { Standby: [12.34], bare: [10] },
    },
    {
      order: 5,
      what: 'e',
      unit: 's',
      target: null,
      samples: { Standby: [] },
      shown: { Standby: 0.5 },
      note: 'n',
    },
  ]);
  expect(text.split('\n').filter((line) => line.startsWith('| '))).toEqual([
    '| what | target | Standby | beside | met | how |',
    '| --- | --- | --- | --- | --- | --- |',
    '| a | ≤ 5 ms | 5 ms |  | yes |  |',
    '| b | ≤ 5 ms | 7 ms |  | **no** | each alone. Missed because of x |',
    '| c | ≤ 1.1 × bare | 105 MB | bare: 100 MB | yes: 1.05 × |  |',
    '| d | ≤ 1 × bare | 12.3 MB | bare: 10 MB | **no**: 1.23 × |  |',
    '| e |  | 0.500 s |  |  | n |',
  ]);
  expect(text).toContain('- Electron: 1.2.3, a fallback for the pinned ');
});

test('compared candidates are measured alternately', async () => {
  const turns: string[] = [];
  const measure = (name: string) => (round: number) => {
    turns.push(name);
    return Promise.resolve(round);
  };
  expect(await alternate({ A: measure('A'), B: measure('B') }, 2)).toEqual({ A: [0, 1], B: [0, 1] });
  expect(turns).toEqual(['A', 'B', 'A', 'B']);
});
