import { createServer, Socket, type Server } from 'node:net';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectToX } from '../../../../../main/desktop/shortcuts/x11/connection.ts';
import { openX11Keys } from '../../../../../main/desktop/shortcuts/x11/x11-keys.ts';
import { createVirtualClock } from '../../../../support/unit/virtual-clock.ts';
import { removeFolder } from '../../../../support/unit/remove-folder.ts';

const ROOT = 0x1d5;
const REQUEST = Buffer.from([44, 0, 1, 0]);

/** Setup reply of a display: no vendor, no formats, one screen without depths. */
function welcome(): Buffer {
  const answer = Buffer.alloc(80);
  answer.writeUInt8(1, 0);
  answer.writeUInt16LE((answer.length - 8) / 4, 6);
  answer.writeUInt32LE(ROOT, 40);
  return answer;
}

function packet(type: number, number: number, length = 0): Buffer {
  const bytes = Buffer.alloc(32);
  bytes.writeUInt8(type, 0);
  bytes.writeUInt16LE(number, 2);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

/** Starts a fake display. @param answer to each chunk that it receives, counted from 0 */
async function display(answer: (chunk: number, socket: Socket) => void) {
  const folder = mkdtempSync(join(tmpdir(), 'x11-'));
  const path = join(folder, 'X0');
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket);
    let chunk = 0;
    socket.on('error', () => {});
    socket.on('data', () => answer(chunk++, socket));
  });
  await new Promise<void>((listening) => server.listen(path, listening));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    return removeFolder(folder);
  });
  const time = createVirtualClock();
  const events: Buffer[] = [];
  let lost = 0;
  const connect = (given?: { onEvent: (event: Buffer) => void; onDisconnected: () => void }) => {
    const socket = new Socket();
    const connecting = connectToX({
      socket,
      cookie: null,
      screen: 0,
      time,
      onEvent: given?.onEvent ?? ((event) => events.push(event)),
      onDisconnected: given?.onDisconnected ?? (() => (lost += 1)),
    });
    socket.connect(path);
    return connecting;
  };
  return { time, connect, events, lost: () => lost };
}

test('replies, errors and events are distinguished, in whatever chunks they arrive', async () => {
  const { connect, events, lost } = await display((chunk, socket) => {
    if (chunk === 0) {
      for (const byte of welcome()) socket.write(Buffer.from([byte]));
      return;
    }
    // A key press, the reply to the first request, and the error of the second one.
    socket.write(Buffer.concat([packet(2, 0), packet(1, 1), packet(0, 2)]));
  });
  const connection = await connect();
  expect(connection?.root).toBe(ROOT);
  const [first, second] = await Promise.all([connection?.query(REQUEST), connection?.query(REQUEST)]);
  expect(first).toHaveLength(32);
  expect(second).toBeNull();
  expect(events.map((event) => event[0])).toEqual([2]);
  expect(lost()).toBe(0);
});

test('one error among several requests is a failure', async () => {
  const { connect } = await display((chunk, socket) => {
    socket.write(chunk === 0 ? welcome() : Buffer.concat([packet(0, 2), packet(1, 4)]));
  });
  const connection = await connect();
  expect(await connection?.sendAll([REQUEST, REQUEST, REQUEST])).toBe(false);
});

test.each([
  ['refuses', (socket: Socket) => socket.write(Buffer.alloc(8))],
  ['breaks off', (socket: Socket) => socket.end(welcome().subarray(0, 20))],
  [
    'lies about its screens',
    (socket: Socket) => socket.write(Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])])),
  ],
])('the connection fails if the display %s', async (_how, answer) => {
  const { connect, lost } = await display((_chunk, socket) => void answer(socket));
  expect(await connect()).toBeNull();
  expect(lost()).toBe(0);
});

test('a display that never replies is closed with all pending requests, at set-up and later', async () => {
  const silent = await display(() => {});
  const connecting = silent.connect();
  await silent.time.advance(5000);
  expect(await connecting).toBeNull();

  const later = await display((chunk, socket) => {
    if (chunk === 0) socket.write(welcome());
  });
  const connection = await later.connect();
  const answers = Promise.all([connection?.query(REQUEST), connection?.sendAll([REQUEST])]);
  await later.time.advance(5000);
  expect(await answers).toEqual([null, false]);
  expect(later.lost()).toBe(1);
  expect(await connection?.query(REQUEST)).toBeNull();
});

test('a reply larger than any keyboard closes the connection', async () => {
  const { connect, lost } = await display((chunk, socket) => {
    socket.write(chunk === 0 ? welcome() : packet(1, 1, 0xffffffff));
  });
  const connection = await connect();
  expect(await connection?.query(REQUEST)).toBeNull();
  expect(lost()).toBe(1);
});

test('a display without the keyboard extension receives no grabs', async () => {
  const { connect, time } = await display((chunk, socket) => {
    socket.write(chunk === 0 ? welcome() : packet(1, chunk));
  });
  const opened = await openX11Keys({ time, connect, onKeyboardChange: () => {}, onDisconnected: () => {} });
  expect(opened).toBeNull();
});

test('the connection fails without a display', async () => {
  const socket = new Socket();
  const connecting = connectToX({
    socket,
    cookie: null,
    screen: 0,
    time: createVirtualClock(),
    onEvent: () => {},
    onDisconnected: () => {},
  });
  socket.connect('/nonexistent/X0');
  expect(await connecting).toBeNull();
});
