import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toDroppedEvent } from '../../../main/audit/audit-event.ts';
import { createFileSink } from '../../../main/audit/file-sink.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const source = { host: 'pc-17', user: 'mei', version: '0.1.0', policyHash: '0123456789abcdef' };
const event = toDroppedEvent(7, 0, source);

function createHarness() {
  const folder = mkdtempSync(join(tmpdir(), 'standby-audit-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'below', 'audit.jsonl');
  const logged: string[] = [];
  const send = createFileSink({ path, now: () => 0, source, log: (message) => logged.push(message) });
  const lines = () =>
    readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
  return { path, send, lines, logged };
}

test('each event is a line of JSON, and only the user can read the file', () => {
  const { path, send, lines } = createHarness();
  send(event);
  send(event);
  expect(lines()).toEqual([event.fields, event.fields]);
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('what cannot be written is counted, and the log has one line', () => {
  const { path, send, lines, logged } = createHarness();
  mkdirSync(path, { recursive: true });
  send(event);
  send(event);
  expect(logged).toHaveLength(1);
  rmSync(path, { recursive: true });
  send(event);
  expect(lines()).toMatchObject([{ event: 'eventsDropped', count: 2 }, event.fields]);
});
