import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { buildProgram, common } from '../../../scripts/build/programs.mjs';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createSimulation, stopSimulators } from '../tencent/support/simulator.ts';
import { createControls, createService } from './support/team-on-simulator.ts';

afterEach(stopSimulators);

const AGENTS = 200;

/** Bundles the program that runs a wave. */
async function buildWaveProgram(outDir: string): Promise<string> {
  await buildProgram({
    ...common,
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: false,
      ssr: fileURLToPath(new URL('support/wave-program.ts', import.meta.url)),
      target: 'node20',
      rolldownOptions: { output: { format: 'es', entryFileNames: 'wave.mjs' } },
    },
  });
  return join(outDir, 'wave.mjs');
}

it('the record of a wave whose app was killed tells the truth, and its undo returns everybody', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'standby-killed-'));
  onTestFinished(() => removeFolder(folder));
  const program = await buildWaveProgram(folder);
  const { simulator } = await createSimulation({ clock: Date, latency: { minMs: 30, maxMs: 300 } });
  const profile = join(folder, 'profile');
  const child = spawn(process.execPath, [program, simulator.url, profile, String(AGENTS)]);
  const exited = once(child, 'exit');
  let reported = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('"agent"')) reported += 1;
    if (reported === 50) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);

  const [name = ''] = await readdir(join(profile, 'waves'));
  const wave = name.replace('.jsonl', '');
  const service = createService(simulator.url, profile);
  const found = await service.readWave(wave);
  if (!found.ok) throw new Error(found.error.kind);
  const record = found.value;
  expect(record).toMatchObject({ end: null, damagedLines: 0, header: { total: AGENTS } });
  expect(record.agents).toHaveLength(AGENTS);
  const isSwitched = (agent: string) => simulator.agent(agent)?.status === 'rest';
  for (const { agent, result } of record.agents) {
    // Who counts as unknown may have been switched or not.
    if (result.outcome !== 'unknown')
      expect([agent, isSwitched(agent)]).toEqual([agent, result.outcome === 'switched']);
  }
  expect(record.agents.filter(({ result }) => result.outcome === 'switched').length).toBeGreaterThanOrEqual(
    50,
  );
  expect(record.agents.filter(({ result }) => result.outcome === 'notSent').length).toBeGreaterThan(0);

  const undo = createControls({ confirmedFree: true });
  expect(await service.undo(wave, undo.controls)).toMatchObject({ ok: true, value: { how: 'finished' } });
  expect(record.agents.filter(({ agent }) => isSwitched(agent))).toEqual([]);
});
