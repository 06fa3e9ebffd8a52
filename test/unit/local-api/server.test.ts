/** The local API on real sockets: hello, requests, limits. Pipes on Windows. */
import { expect, test, vi } from 'vitest';
import { MAX_CONNECTIONS, MAX_OPEN_REQUESTS } from '../../../main/local-api/limits.ts';
import { MAX_REQUEST_BYTES } from '../../../shared/local-api/protocol.ts';
import { connectRaw, helloLine, type RawClient } from '../../support/unit/api-client.ts';
import { createServerHarness, fakeHandlers, STATUS } from './support.ts';

const failed = (id: number | null, kind: string, category = 'usage'): unknown =>
  expect.objectContaining({ id, ok: false, error: expect.objectContaining({ kind, category }) as unknown });

test('a client says hello and gets the replies to its requests, in one write too', async () => {
  const { api, endpoint } = createServerHarness();
  expect(await api.start()).toBe(true);
  const client = await connectRaw(endpoint().path);
  client.send(helloLine(endpoint().token), { id: 1, request: 'status' });
  expect(await client.next()).toEqual({
    id: 0,
    ok: true,
    result: { protocol: 1, version: '1.2.3', access: 'full', language: 'en' },
  });
  expect(await client.next()).toEqual({ id: 1, ok: true, result: STATUS });
});

test.each<[string, object, string]>([
  ['another token', helloLine('t'.repeat(40)), 'badToken'],
  ['a token that is empty', helloLine(''), 'badToken'],
  ['a request in place of the hello', { id: 1, request: 'status' }, 'badToken'],
])('%s is refused, and the connection is closed', async (_what, line, kind) => {
  const { api, endpoint } = createServerHarness();
  await api.start();
  const client = await connectRaw(endpoint().path);
  client.send(line, { id: 2, request: 'status' });
  expect(await client.next()).toEqual(failed(null, kind));
  await client.ended;
  await expect(client.next()).rejects.toThrow('ended');
});

test('another version of the protocol is refused', async () => {
  const { api, endpoint } = createServerHarness();
  await api.start();
  const client = await connectRaw(endpoint().path);
  client.send(helloLine(endpoint().token, { protocol: 99 }));
  expect(await client.next()).toEqual(failed(null, 'otherProtocol'));
  await client.ended;
});

test.each<[string, object, string]>([
  ['an unknown request', { id: 1, request: 'format' }, 'unknownRequest'],
  ['a name that every object has', { id: 1, request: 'constructor' }, 'unknownRequest'],
  ['an unknown member', { id: 1, request: 'switch', status: 'rest', minutes: 5 }, 'badRequest'],
  ['a status that cannot be set', { id: 1, request: 'switch', status: 'busy' }, 'badRequest'],
  ['too many minutes', { id: 1, request: 'switch', status: 'rest', backInMinutes: 1441 }, 'badRequest'],
  ['no members', { id: 1, request: 'switch' }, 'badRequest'],
])('%s is refused by itself, and the connection goes on', async (_what, line, kind) => {
  const handlers = fakeHandlers({ switch: vi.fn() });
  const { api, connectClient } = createServerHarness({ handlers });
  await api.start();
  const client = await connectClient();
  client.send(line, { id: 2, request: 'status' });
  expect(await client.next()).toEqual(failed(1, kind));
  expect(await client.next()).toMatchObject({ id: 2, ok: true });
  expect(handlers.switch).not.toHaveBeenCalled();
});

test('a request without an id is refused', async () => {
  const { api, connectClient } = createServerHarness();
  await api.start();
  const client = await connectClient();
  client.send({ request: 'status' });
  expect(await client.next()).toEqual(failed(null, 'badRequest'));
});

test.each([
  ['bad JSON', '{"id":1,\n', 'notJson'],
  ['JSON that is too deep', `${'['.repeat(40)}${']'.repeat(40)}\n`, 'notJson'],
  ['10 MB in one line', `{"id":1,"request":"${'x'.repeat(10_000_000)}"}\n`, 'tooLong'],
  ['10 MB without an end', 'x'.repeat(10_000_000), 'tooLong'],
])('%s ends the connection with an error, and no other one', async (_what, text, kind) => {
  const { api, connectClient } = createServerHarness();
  await api.start();
  const other = await connectClient();
  const client = await connectClient();
  client.socket.write(text);
  expect(await client.next()).toEqual(failed(null, kind));
  client.socket.destroy();
  other.send({ id: 1, request: 'status' });
  expect(await other.next()).toMatchObject({ id: 1, ok: true });
});

test('a line of exactly the limit is read', async () => {
  const { api, connectClient } = createServerHarness();
  await api.start();
  const client = await connectClient();
  const line = JSON.stringify({ id: 1, request: 'status' });
  client.socket.write(`${line}${' '.repeat(MAX_REQUEST_BYTES - line.length)}\n`);
  expect(await client.next()).toMatchObject({ id: 1, ok: true });
});

test('a thousand connections: those beyond the limit are refused, and the first ones still work', async () => {
  const { api, endpoint, connectClient } = createServerHarness();
  await api.start();
  const first = await connectClient();
  const others = await Promise.all(Array.from({ length: 999 }, () => connectRaw(endpoint().path)));
  // Named pipes accept clients that wait at the same time in any order, so the refused ones are found by their end.
  const ended = new Set<RawClient>();
  for (const client of others) void client.ended.then(() => ended.add(client));
  await vi.waitFor(() => expect(ended.size).toBe(others.length - (MAX_CONNECTIONS - 1)), 60_000);
  const replies = await Promise.all([...ended].map((client) => client.next().catch(() => 'ended')));
  expect(replies.filter((reply) => reply !== 'ended')).not.toEqual([]);
  first.send({ id: 1, request: 'status' });
  expect(await first.next()).toMatchObject({ id: 1, ok: true });
  // A connection that ends makes room for another one.
  for (const client of others) client.socket.destroy();
  await vi.waitFor(async () => expect((await connectClient()).socket.destroyed).toBe(false));
  // A pipe of Windows accepts a few clients at a time, and the others try again.
}, 300_000);

test('half a line and silence ends after the limit, also when more bytes drip in', async () => {
  const { api, connectClient, time } = createServerHarness();
  await api.start();
  const client = await connectClient();
  // The reply shows that the server has read the half line, too.
  client.socket.write('{"id":1,"request":"status"}\n{"id":2,');
  await client.next();
  await time.advance(6_000);
  await new Promise((resolve) => client.socket.write(' ', resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await time.advance(4_000);
  expect(await client.next()).toEqual(failed(null, 'tooSlow'));
});

test('a connection without a hello ends after the limit', async () => {
  const { api, endpoint, time } = createServerHarness();
  await api.start();
  const client = await connectRaw(endpoint().path);
  await vi.waitFor(() => expect(time.pending()).toBe(1));
  await time.advance(5_000);
  expect(await client.next()).toEqual(failed(null, 'tooSlow'));
  await client.ended;
});

test('a connection without requests ends after ten minutes, one that watches does not', async () => {
  const { api, connectClient, time } = createServerHarness();
  await api.start();
  const idle = await connectClient();
  const watching = await connectClient();
  watching.send({ id: 1, request: 'watch' });
  expect(await watching.next()).toEqual({ id: 1, event: STATUS });
  await time.advance(11 * 60_000);
  await idle.ended;
  watching.send({ id: 2, request: 'status' });
  expect(await watching.next()).toMatchObject({ id: 2, ok: true });
});

test('too many open requests are refused; a cancelled one makes room', async () => {
  const { api, connectClient } = createServerHarness();
  await api.start();
  const client = await connectClient();
  for (let id = 1; id <= MAX_OPEN_REQUESTS; id += 1) {
    client.send({ id, request: 'watch' });
    expect(await client.next()).toMatchObject({ id });
  }
  client.send({ id: 99, request: 'status' }, { id: 1, request: 'status' });
  expect(await client.next()).toEqual(failed(99, 'tooManyRequests'));
  expect(await client.next()).toEqual(failed(1, 'badRequest'));
  client.send({ id: 100, request: 'cancel', target: 1 });
  expect(await client.next()).toEqual({ id: 100, ok: true, result: { cancelled: true } });
  expect(await client.next()).toEqual({ id: 1, ok: true, result: {} });
  client.send({ id: 101, request: 'cancel', target: 1 }, { id: 102, request: 'status' });
  expect(await client.next()).toEqual({ id: 101, ok: true, result: { cancelled: false } });
  expect(await client.next()).toMatchObject({ id: 102, ok: true });
});

test('a client that disconnects ends its requests', async () => {
  let onAbort = () => {};
  const aborted = new Promise<void>((resolve) => (onAbort = resolve));
  const handlers = fakeHandlers({
    watch: (_input, { signal, emit }) => {
      emit(STATUS);
      return new Promise(() => signal.addEventListener('abort', onAbort));
    },
  });
  const { api, connectClient } = createServerHarness({ handlers });
  await api.start();
  const client = await connectClient();
  client.send({ id: 1, request: 'watch' });
  await client.next();
  client.socket.destroy();
  await expect(aborted).resolves.toBeDefined();
});

test('a client that has ended its side still gets its results', async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const handlers = fakeHandlers({
    switch: async () => {
      await finished;
      return { ok: true, result: { outcome: 'accepted', status: 'rest', reason: '' } };
    },
  });
  const { api, endpoint } = createServerHarness({ handlers });
  await api.start();
  const client = await connectRaw(endpoint().path);
  client.send(helloLine(endpoint().token), { id: 1, request: 'switch', status: 'rest' });
  client.socket.end();
  expect(await client.next()).toMatchObject({ id: 0 });
  finish();
  expect(await client.next()).toMatchObject({ id: 1, ok: true });
  await client.ended;
});

test('with access to read, the status is read and nothing is switched', async () => {
  const handlers = fakeHandlers({ switch: vi.fn() });
  const { api, connectClient } = createServerHarness({ handlers, access: () => 'read' });
  await api.start();
  const client = await connectClient();
  client.send({ id: 1, request: 'switch', status: 'free' }, { id: 2, request: 'status' });
  expect(await client.next()).toEqual(failed(1, 'notAllowed', 'notSetUp'));
  expect(await client.next()).toMatchObject({ id: 2, ok: true });
  expect(handlers.switch).not.toHaveBeenCalled();
});

test('a handler that throws is answered, and the error is reported', async () => {
  const error = new Error('broken');
  const handlers = fakeHandlers({
    status: () => {
      throw error;
    },
  });
  const { api, connectClient, errors } = createServerHarness({ handlers });
  await api.start();
  const client = await connectClient();
  client.send({ id: 1, request: 'status' });
  expect(await client.next()).toEqual(failed(1, 'appError', 'unknown'));
  expect(errors).toEqual([error]);
});

test('clients are shown after a second, so that a short command changes nothing', async () => {
  const { api, connectClient, time, onClientsChange } = createServerHarness();
  await api.start();
  const short = await connectClient('short');
  short.socket.destroy();
  await vi.waitFor(() => expect(time.pending()).toBe(0));
  await connectClient('busylight');
  await time.advance(1_000);
  expect(onClientsChange.mock.calls).toEqual([[[{ name: 'busylight', pid: null }]]]);
});

test('after stop nothing listens, connections are closed, and the file is gone', async () => {
  const { api, connectClient, endpoint } = createServerHarness();
  await api.start();
  const { path } = endpoint();
  const client = await connectClient();
  api.stop();
  await client.ended;
  expect(() => endpoint()).toThrow('ENOENT');
  const late = await connectRaw(path);
  await late.ended;
});

test('off: nothing listens and no file is written', async () => {
  const { api, endpoint } = createServerHarness({ access: () => 'off' });
  expect(await api.start()).toBe(false);
  expect(() => endpoint()).toThrow('ENOENT');
});
