/** Tests that the programs which `npm run bench` times in Node are built and work. Durations are not compared. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildParts } from '../../../scripts/bench/parts.mjs';
import {
  appendLineProgram,
  openDayProgram,
  writeLogProgram,
} from '../../support/bench/activity-log-programs.ts';
import { load, numberFrom, numbersFrom } from '../../support/bench/node-program.ts';
import { signProgram, switchProgram } from '../../support/bench/programs.ts';
import { startSlowNetwork, startPermissiveService } from '../../support/bench/slow-network.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

let parts = '';
beforeAll(async () => {
  parts = await buildParts();
});

test('the benchmark can import the client', async () => {
  const exported = await numberFrom(`console.log(Object.keys(${load(`${parts}/client.cjs`)}).length)`);
  expect(exported).toBe(4);
});

test('the benchmark signs a body', async () => {
  expect(await numberFrom(signProgram(parts, 1))).toBeGreaterThan(0);
});

test('the benchmark sends switches through the slow network over one connection', async () => {
  const service = await startPermissiveService();
  const network = await startSlowNetwork(service.port, 2);
  onTestFinished(() => {
    network.close();
    service.close();
  });
  const durations = await numbersFrom(switchProgram(parts, network.port, { switches: 2, pauseMs: 0 }));
  expect(durations).toHaveLength(3);
  expect(network.connections()).toBe(1);
});

test('the benchmark writes, appends to and reads a long activity log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'day-log-'));
  onTestFinished(() => removeFolder(folder));
  const log = { parts, folder, lines: 1_000 };
  expect(await numberFrom(writeLogProgram(log))).toBe(1_000);
  expect(await numberFrom(appendLineProgram(log))).toBeGreaterThan(0);
  expect(await numberFrom(openDayProgram(log, '2026-06-02'))).toBeGreaterThan(0);
});
