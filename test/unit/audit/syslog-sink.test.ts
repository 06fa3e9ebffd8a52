/** Events reach a real collector over sockets, in order, and one that is down costs the oldest ones only. */
import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AuditEvent } from '../../../main/audit/audit-event.ts';
import { connectToCollector } from '../../../main/audit/syslog-connection.ts';
import { createSyslogSink } from '../../../main/audit/syslog-sink.ts';
import { createAuthority, selfSignedCertificate } from '../../support/certificates.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { eventOf, startCollector } from './support/collector.ts';

const source = { host: 'pc-17', user: 'mei', version: '0.1.0', policyHash: '0123456789abcdef' };

function eventNumber(number: number): AuditEvent {
  const time = '2026-11-28T09:00:00.250Z';
  const fields = { time, event: 'statusSwitched', host: 'pc-17', reason: '午餐', number };
  return { time, event: 'statusSwitched', severity: 'info', fields };
}

/** A path for a socket; a named pipe on Windows. */
function socketPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-audit-'));
  onTestFinished(() => removeFolder(folder));
  return process.platform === 'win32' ? `\\\\.\\pipe\\${folder.replaceAll('\\', '-')}` : join(folder, 'log');
}

function createHarness(connect: Parameters<typeof createSyslogSink>[0]['connect'], isTls = false) {
  const time = createVirtualClock();
  const logged: string[] = [];
  const sink = createSyslogSink({
    time,
    connect,
    connectEvent: isTls ? 'secureConnect' : 'connect',
    source,
    processId: 4711,
    log: (message) => logged.push(message),
  });
  onTestFinished(sink.stop);
  return { time, logged, sink };
}

const numbers = (messages: readonly string[]) =>
  messages.map((message) => (eventOf(message) as { number?: number; count?: number }).number ?? 'dropped');

test('messages have the form of RFC 5424, in ASCII', async () => {
  const path = socketPath();
  const { messages } = await startCollector({ path });
  const { sink } = createHarness(() => connectToCollector({ kind: 'unix', path }, []));
  sink.send(eventNumber(1));
  await vi.waitFor(() => expect(messages).toHaveLength(1));
  expect(messages[0]).toMatch(
    /^<110>1 2026-11-28T09:00:00\.250Z pc-17 Standby 4711 statusSwitched - \{[\x20-\x7e]*\}$/,
  );
  expect(eventOf(messages[0])).toEqual(eventNumber(1).fields);
});

test('over TLS the collector needs a certificate for its host, of an authority that is known', async () => {
  const authority = createAuthority();
  const identity = authority.issue({ name: 'collector', hosts: ['localhost'] });
  const { server, messages } = await startCollector({ identity });
  const { port } = server.address() as AddressInfo;
  const connect = (authorities: readonly string[]) => () =>
    connectToCollector({ kind: 'tls', host: 'localhost', port }, authorities);
  const { sink } = createHarness(connect([authority.cert]), true);
  sink.send(eventNumber(1));
  await vi.waitFor(() => expect(numbers(messages)).toEqual([1]));

  const stranger = createHarness(connect([selfSignedCertificate().cert]), true);
  stranger.sink.send(eventNumber(2));
  await vi.waitFor(() => expect(stranger.logged).toHaveLength(1));
  expect(numbers(messages)).toEqual([1]);
});

test('a collector that starts later gets what waited, in order, and the log has one line', async () => {
  const path = socketPath();
  const { sink, time, logged } = createHarness(() => connectToCollector({ kind: 'unix', path }, []));
  for (let number = 1; number <= 3; number += 1) sink.send(eventNumber(number));
  await vi.waitFor(() => expect(logged).toHaveLength(1));
  // The second try fails as well.
  await time.advance(1_000);
  const { messages } = await startCollector({ path });
  await vi.waitFor(async () => {
    await time.advance(1_000);
    expect(numbers(messages)).toEqual([1, 2, 3]);
  });
  expect(logged).toHaveLength(1);
});

test('of more events than wait, the oldest are dropped and counted', async () => {
  const path = socketPath();
  const { sink, time, logged } = createHarness(() => connectToCollector({ kind: 'unix', path }, []));
  for (let number = 1; number <= 1_010; number += 1) sink.send(eventNumber(number));
  await vi.waitFor(() => expect(logged).toHaveLength(1));
  const { messages } = await startCollector({ path });
  await time.advance(10_000);
  await vi.waitFor(() => expect(messages).toHaveLength(1_001));
  expect(numbers(messages).slice(0, 2)).toEqual(['dropped', 11]);
  expect(eventOf(messages[0])).toMatchObject({ event: 'eventsDropped', severity: 'warning', count: 10 });
  expect(numbers(messages).at(-1)).toBe(1_010);
});

test('a connection that breaks is opened again for the next event', async () => {
  const path = socketPath();
  const { messages, sockets } = await startCollector({ path });
  const { sink, time, logged } = createHarness(() => connectToCollector({ kind: 'unix', path }, []));
  sink.send(eventNumber(1));
  await vi.waitFor(() => expect(numbers(messages)).toEqual([1]));
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(() => expect(logged).toHaveLength(1));
  sink.send(eventNumber(2));
  await time.advance(1_000);
  await vi.waitFor(() => expect(numbers(messages)).toEqual([1, 2]));
});

test('a collector that never answers costs one connection at a time', async () => {
  const { server } = await startCollector({ path: socketPath() });
  const path = server.address() as string;
  let connections = 0;
  // It accepts the connection, and no handshake follows.
  const { sink, time, logged } = createHarness(() => {
    connections += 1;
    return connectToCollector({ kind: 'unix', path }, []);
  }, true);
  sink.send(eventNumber(1));
  sink.send(eventNumber(2));
  await time.advance(29_000);
  expect(connections).toBe(1);
  await time.advance(1_000);
  await vi.waitFor(() => expect(logged).toEqual(['no answer in time']));
});

test('a port that throws is tried again later', async () => {
  let tries = 0;
  const { sink, time, logged } = createHarness(() => {
    tries += 1;
    throw new Error('no sockets');
  });
  sink.send(eventNumber(1));
  expect(logged).toEqual(['no sockets']);
  await time.advance(3_600_000);
  // 1, 2, 4, … seconds, then five minutes, each shortened by chance.
  expect(tries).toBeGreaterThan(10);
  expect(tries).toBeLessThan(40);
});
