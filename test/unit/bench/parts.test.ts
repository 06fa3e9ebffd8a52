/** What `npm run bench` times in plain Node is built and does its work; how long that takes is not asked here. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { buildParts } from '../../../scripts/bench/parts.mjs';
import { appending, opening, writing } from '../../support/bench/day-log-programs.ts';
import { load, numberFrom, numbersFrom } from '../../support/bench/node-program.ts';
import { signing, switching } from '../../support/bench/programs.ts';
import { behindNetwork, generousService } from '../../support/bench/slow-network.ts';

let parts = '';
beforeAll(async () => {
  parts = await buildParts();
});

test('the client is imported', async () => {
  const exported = await numberFrom(`console.log(Object.keys(${load(`${parts}/client.cjs`)}).length)`);
  expect(exported).toBe(3);
});

test('a body is signed', async () => {
  expect(await numberFrom(signing(parts, 1))).toBeGreaterThan(0);
});

test('switches go through the slow network, over one connection', async () => {
  const service = await generousService();
  const network = await behindNetwork(service.port, 2);
  onTestFinished(() => {
    network.close();
    service.close();
  });
  const taken = await numbersFrom(switching(parts, network.port, { switches: 2, pauseMs: 0 }));
  expect(taken).toHaveLength(3);
  expect(network.connections()).toBe(1);
});

test('a long day log is written, added to and opened', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'day-log-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const log = { parts, folder, lines: 1_000 };
  expect(await numberFrom(writing(log))).toBe(1_000);
  expect(await numberFrom(appending(log))).toBeGreaterThan(0);
  expect(await numberFrom(opening(log, '2026-06-02'))).toBeGreaterThan(0);
});
