/** The gateway's audit log: what it says, who can read it, and what a full disk does. */
import { mkdtempSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAuditFile } from '../../../../gateway/audit/audit-file.ts';
import { createAudit, type AuditSink } from '../../../../gateway/audit/audit.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

const NOW = Date.UTC(2026, 10, 28, 9);
const time = '2026-11-28T09:00:00.000Z';
const read = { event: 'read', by: 'mei@example.com', agents: 3 } as const;

let folder: string;
let path: string;
let errors: Error[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-gateway-'));
  path = join(folder, 'log', 'audit.log');
  errors = [];
});
afterEach(() => removeFolder(folder));

const openFile = (file: string) =>
  createAudit(
    openAuditFile(file, (error) => errors.push(error)),
    () => NOW,
  );

function linesOf(file: string): unknown[] {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/\n$/);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
}

describe('the file', () => {
  it('has one line for each event, and is its owner’s alone', async () => {
    const audit = openFile(path);
    audit.record(read);
    audit.record({
      event: 'refused',
      by: null,
      subject: 'a\n{"event":"started"}\u2028',
      method: 'PUT',
      route: '/v1/agents/:account/status',
      code: 'Gateway.OtherAgent',
      address: '192.0.2.1',
    });
    await audit.close();
    expect(linesOf(path)).toEqual([
      { time, ...read },
      expect.objectContaining({ event: 'refused', subject: 'a\n{"event":"started"}\u2028' }),
    ]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('is continued, and opened anew after it was moved', async () => {
    for (const _start of ['first', 'second']) {
      const audit = openFile(path);
      audit.record(read);
      await audit.close();
    }
    expect(linesOf(path)).toHaveLength(2);

    const audit = openFile(path);
    await vi.waitFor(() => {
      audit.record(read);
      expect(linesOf(path).length).toBeGreaterThan(2);
    });
    renameSync(path, `${path}.1`);
    audit.reopen();
    audit.record({ event: 'read', by: 'jun@example.com', agents: 1 });
    await vi.waitFor(() => expect(readFileSync(path, 'utf8')).toMatch(/\n$/));
    await audit.close();
    expect(linesOf(path)).toEqual([{ time, event: 'read', by: 'jun@example.com', agents: 1 }]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('may be closed twice and reopened afterwards, as signals come', async () => {
    const audit = openFile(path);
    audit.record(read);
    await Promise.all([audit.close(), audit.close()]);
    audit.reopen();
    audit.record(read);
    await audit.close();
    expect(linesOf(path)).toHaveLength(1);
  });
});

describe('a disk', () => {
  it('that is full is told once, and hinders nobody', async () => {
    const audit = openFile('/dev/full');
    audit.record(read);
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    expect(errors[0]?.message).toContain('ENOSPC');
    for (let count = 0; count < 1_000; count += 1) audit.record(read);
    await audit.close();
    expect(errors).toHaveLength(1);
  });

  it('that has no room for the file is told at the start', () => {
    expect(() => openFile('/dev/null/audit.log')).toThrow(/ENOTDIR|EEXIST/);
    expect(() => openFile(folder)).toThrow('EISDIR');
  });

  it('on which the moved file cannot be made anew is told, and the old one is continued', async () => {
    const audit = openFile(path);
    audit.record(read);
    await vi.waitFor(() => expect(linesOf(path)).toHaveLength(1));
    renameSync(join(folder, 'log'), join(folder, 'moved'));
    writeFileSync(join(folder, 'log'), 'not a folder');
    audit.reopen();
    await vi.waitFor(() => expect(errors).not.toHaveLength(0));
    audit.record(read);
    await audit.close();
    expect(linesOf(join(folder, 'moved', 'audit.log'))).toHaveLength(2);
  });
});

describe('lines that are dropped', () => {
  /** Takes lines while it has room. */
  function createSink() {
    const lines: unknown[] = [];
    const state = { hasRoom: true };
    const sink: AuditSink = {
      write: (line) => {
        if (state.hasRoom) lines.push(JSON.parse(line));
        return state.hasRoom;
      },
      reopen: () => {},
      close: () => Promise.resolve(),
    };
    return { sink, state, lines };
  }

  it('are counted before the next one that is written', () => {
    const { sink, state, lines } = createSink();
    const audit = createAudit(sink, () => NOW);
    state.hasRoom = false;
    for (let count = 0; count < 5; count += 1) audit.record(read);
    expect(lines).toEqual([]);
    state.hasRoom = true;
    audit.record(read);
    audit.record(read);
    expect(lines).toEqual([
      { time, event: 'eventsDropped', count: 5 },
      { time, ...read },
      { time, ...read },
    ]);
  });

  it('are counted at the end', async () => {
    const { sink, state, lines } = createSink();
    const audit = createAudit(sink, () => NOW);
    state.hasRoom = false;
    audit.record(read);
    state.hasRoom = true;
    await audit.close();
    expect(lines).toEqual([{ time, event: 'eventsDropped', count: 1 }]);
  });
});
