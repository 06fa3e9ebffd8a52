/** Against a bus of the test's own, on a real socket: what it says, and when, is the test's to decide. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Message } from '@particle/dbus-next';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { busPresenter } from '../../../main/desktop/bus-notifications.ts';
import { sessionBusAddress, socketPaths } from '../../../main/desktop/dbus/message-bus.ts';
import type { NotificationContent } from '../../../main/desktop/presenter.ts';
import { realTime } from '../../../main/time.ts';
import { FakePresenter } from '../../support/unit/fake-presenter.ts';

const require = createRequire(import.meta.url);
const { marshallMessage } = require('@particle/dbus-next/lib/marshall-compat.js') as {
  marshallMessage: (message: Message) => [Buffer, unknown];
};
const { unmarshalMessages } = require('@particle/dbus-next/lib/message.js') as {
  unmarshalMessages: (stream: unknown, onMessage: (message: Received) => void, o: object) => void;
};

/** The test waits for other parts, on a computer that may be slow. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

type Received = { member: string; serial: number; body: unknown[] };

const path = '/org/freedesktop/Notifications';
const name = 'org.freedesktop.Notifications';

/** A bus with nobody on it but a notification service that the test plays. */
class FakeBus {
  readonly calls: Received[] = [];
  /** Members that are not answered. */
  readonly silent = new Set<string>();
  /** Members that are answered by an error. */
  readonly refused = new Set<string>();
  capabilities = ['actions'];
  greeting = 'OK 1234deadbeef\r\n';
  #socket: Socket | null = null;
  #lastId = 0;
  #serial = 0;
  readonly #server: Server;

  constructor(file: string) {
    this.#server = createServer((socket) => this.#serve(socket)).listen(file);
  }

  #serve(socket: Socket): void {
    this.#socket = socket;
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(this.greeting);
      socket.once('data', (begin: Buffer) => {
        const rest = begin.subarray('BEGIN\r\n'.length);
        if (rest.length > 0) socket.unshift(rest);
        unmarshalMessages(socket, (call) => this.#take(call), {});
      });
    });
  }

  #take(call: Received): void {
    this.calls.push(call);
    if (!this.silent.has(call.member)) this.answer(call);
  }

  answer(call: Received): void {
    const answers: Record<string, [string, unknown[]]> = {
      Hello: ['s', [':1.1']],
      GetCapabilities: ['as', [this.capabilities]],
      Notify: ['u', [(this.#lastId += call.member === 'Notify' ? 1 : 0)]],
    };
    const [signature, body] = answers[call.member] ?? ['', []];
    const common = { sender: name, destination: ':1.1' };
    // Its types say that this is a text; on the wire, and in its code, it is a number.
    const replySerial = call.serial as unknown as string;
    this.#send(
      this.refused.has(call.member)
        ? new Message({
            ...common,
            replySerial,
            type: 3,
            errorName: 'org.freedesktop.DBus.Error.ServiceUnknown',
          })
        : new Message({ ...common, replySerial, type: 2, signature, body }),
    );
  }

  signal(member: string, signature: string, body: unknown[]): void {
    this.#send(Message.newSignal(path, name, member, signature, body));
  }

  #send(message: Message): void {
    this.#serial += 1;
    message.serial = this.#serial;
    this.#socket?.write(marshallMessage(message)[0]);
  }

  raw(bytes: Buffer): void {
    this.#socket?.write(bytes);
  }

  hangUp(): void {
    this.#socket?.destroy();
  }

  members(): string[] {
    return this.calls.map(({ member }) => member).filter((each) => each !== 'Hello' && each !== 'AddMatch');
  }

  /** Waits until so many calls of a member have come. */
  async until(member: string, count = 1): Promise<Received> {
    await eventually(() => {
      expect(this.members().filter((each) => each === member)).toHaveLength(count);
    });
    const call = this.calls.findLast((each) => each.member === member);
    if (!call) throw new Error(member);
    return call;
  }

  close(): void {
    this.hangUp();
    this.#server.close();
  }
}

let folder: string;
let bus: FakeBus;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'standby-bus-'));
  bus = new FakeBus(join(folder, 'bus'));
});
afterEach(() => {
  bus.close();
  rmSync(folder, { recursive: true, force: true });
});

const content: NotificationContent = {
  title: 'Time to be back',
  body: 'R&D <3 weeks>',
  urgent: true,
  openLabel: 'Open Standby',
  actions: [
    { action: 'imBack', label: "I'm back" },
    { action: 'fiveMore', label: '5 more minutes' },
  ],
};

function setUp(address = `unix:path=${join(folder, 'bus')}`) {
  const otherwise = new FakePresenter();
  const presenter = busPresenter({
    time: realTime,
    address,
    uid: 1000,
    appName: 'Standby',
    icon: '/icon.png',
    desktopName: 'io.github.standby.Standby.desktop',
    otherwise,
  });
  const heard: string[] = [];
  const show = (change: Partial<NotificationContent> = {}, as = '') =>
    presenter.show(
      { ...content, ...change },
      {
        onClick: () => heard.push(`${as}click`),
        onAction: (action) => heard.push(`${as}${action}`),
        onGone: () => heard.push(`${as}gone`),
        onFailed: ({ message }) => heard.push(`${as}failed: ${message}`),
      },
    );
  return { show, heard, otherwise };
}

test('says everything that the desktop needs', async () => {
  const { show } = setUp();
  show();
  const { body } = await bus.until('Notify');
  expect(body.slice(0, 6)).toEqual([
    'Standby',
    0,
    '/icon.png',
    'Time to be back',
    'R&D <3 weeks>',
    ['default', 'Open Standby', 'imBack', "I'm back", 'fiveMore', '5 more minutes'],
  ]);
  const hints = JSON.stringify(body[6]);
  expect(hints).toContain('"io.github.standby.Standby"');
  expect(hints).toMatch(/"urgency",\[[^\]]*\],?\[?2|urgency.*2/);
  expect(body[7]).toBe(-1);
});

test('escapes markup for a service that reads it, and offers buttons to one that knows them', async () => {
  bus.capabilities = ['body-markup'];
  const { show } = setUp();
  show();
  const { body } = await bus.until('Notify');
  expect(body[4]).toBe('R&amp;D &lt;3 weeks&gt;');
  expect(body[5]).toEqual([]);
  // Another service by now.
  bus.capabilities = ['actions'];
  show({ urgent: false, actions: [] });
  const second = await bus.until('Notify', 2);
  expect(second.body[4]).toBe('R&D <3 weeks>');
  expect(second.body[5]).toEqual(['default', 'Open Standby']);
});

test('a click, an answer and the end of a notification are heard, each of its own', async () => {
  const { show, heard } = setUp();
  show({}, 'one ');
  show({}, 'two ');
  await bus.until('Notify', 2);
  bus.signal('ActionInvoked', 'us', [1, 'default']);
  bus.signal('ActionInvoked', 'us', [2, 'fiveMore']);
  bus.signal('ActionInvoked', 'us', [2, 'else']);
  bus.signal('ActionInvoked', 'us', [77, 'imBack']);
  bus.signal('NotificationClosed', 'uu', [1, 1]);
  bus.signal('NotificationClosed', 'uu', [1, 1]);
  bus.signal('ActionInvoked', 'us', [1, 'default']);
  bus.signal('ActionInvoked', 'us', [2, 'imBack']);
  await eventually(() => {
    expect(heard).toEqual(['one click', 'two fiveMore', 'one gone', 'two imBack']);
  });
});

test('an answer that comes before the service has named the number is heard', async () => {
  bus.silent.add('Notify');
  const { show, heard } = setUp();
  show();
  const notify = await bus.until('Notify');
  bus.signal('ActionInvoked', 'us', [1, 'imBack']);
  bus.signal('NotificationClosed', 'uu', [1, 2]);
  bus.answer(notify);
  await eventually(() => {
    expect(heard).toEqual(['imBack', 'gone']);
  });
});

test('closed, it is taken away, once', async () => {
  const { show } = setUp();
  const shown = show();
  await bus.until('Notify');
  await new Promise((resolve) => setImmediate(resolve));
  shown.close();
  shown.close();
  const { body } = await bus.until('CloseNotification');
  expect(body).toEqual([1]);
  show();
  await bus.until('Notify', 2);
  expect(bus.members().filter((member) => member === 'CloseNotification')).toHaveLength(1);
});

test('what has gone by itself is not taken away', async () => {
  const { show, heard } = setUp();
  const shown = show();
  await bus.until('Notify');
  bus.signal('NotificationClosed', 'uu', [1, 1]);
  await eventually(() => expect(heard).toEqual(['gone']));
  shown.close();
  show();
  await bus.until('Notify', 2);
  expect(bus.members()).not.toContain('CloseNotification');
});

test('a service that hangs is left with what is still wanted when it answers', async () => {
  bus.silent.add('Notify');
  const { show } = setUp();
  const first = show({ title: 'first' });
  const notify = await bus.until('Notify');
  first.close();
  show({ title: 'second' });
  await bus.until('Notify', 2);
  bus.answer(notify);
  const { body } = await bus.until('CloseNotification');
  expect(body).toEqual([1]);
});

test('what is closed before the service says what it can is never shown', async () => {
  bus.silent.add('GetCapabilities');
  const { show, heard } = setUp();
  const shown = show();
  const asked = await bus.until('GetCapabilities');
  shown.close();
  bus.answer(asked);
  bus.silent.clear();
  show({ title: 'second' });
  const { body } = await bus.until('Notify');
  expect(body[3]).toBe('second');
  expect(heard).toEqual([]);
});

test('a desktop without such a service is told of, and asked again the next time', async () => {
  bus.refused.add('GetCapabilities');
  const { show, heard } = setUp();
  show();
  await eventually(() => {
    expect(heard).toEqual(['failed: org.freedesktop.DBus.Error.ServiceUnknown']);
  });
  bus.refused.clear();
  show();
  await bus.until('Notify');
});

test('when the bus goes, so do its notifications; the next one connects anew', async () => {
  const { show, heard } = setUp();
  show();
  await bus.until('Notify');
  await new Promise((resolve) => setImmediate(resolve));
  bus.hangUp();
  await eventually(() => expect(heard).toEqual(['gone']));
  show();
  await bus.until('Notify', 2);
});

test('bytes that nobody can read end the connection, and what was asked has failed', async () => {
  bus.silent.add('Notify');
  const { show, heard } = setUp();
  show();
  await bus.until('Notify');
  bus.raw(Buffer.alloc(64, 0x42));
  await eventually(() => expect(heard).toEqual(['failed: The connection to the bus is gone']));
});

test.each([
  ['there is no bus', () => `unix:path=${join(folder, 'none')}`],
  ['the address is of another kind', () => 'tcp:host=127.0.0.1,port=1'],
  ['the address is nonsense', () => ':;=,unix:'],
])('where %s, Electron shows it', async (_why, address) => {
  const { show, otherwise } = setUp(address());
  const shown = show();
  await eventually(() => expect(otherwise.titles()).toEqual(['Time to be back']));
  shown.close();
  expect(otherwise.titles()).toEqual([]);
});

test('where the bus does not let us in, Electron shows it', async () => {
  bus.greeting = 'REJECTED EXTERNAL\r\n';
  const { show, otherwise } = setUp();
  show();
  await eventually(() => expect(otherwise.titles()).toEqual(['Time to be back']));
});

test('closed before it is known that there is no bus, Electron shows nothing', async () => {
  const { show, otherwise } = setUp(`unix:path=${join(folder, 'none')}`);
  show().close();
  const later = show({ title: 'later' });
  await eventually(() => expect(otherwise.titlesShown()).toEqual(['later']));
  later.close();
});

test('the second socket of an address is tried where the first is none', async () => {
  const { show } = setUp(`unix:path=${join(folder, 'none')},guid=1;unix:path=${join(folder, 'bus')}`);
  show();
  await bus.until('Notify');
});

test.each([
  ['unix:path=/run/user/1000/bus,guid=12', ['/run/user/1000/bus']],
  ['unix:abstract=/tmp/dbus-x', ['\0/tmp/dbus-x']],
  ['unix:path=/tmp/a%20b;unix:path=/c', ['/tmp/a b', '/c']],
  ['unix:path=/tmp/100%', ['/tmp/100%']],
  ['tcp:host=x', []],
  ['', []],
])('the address %j names %j', (address, paths) => {
  expect(socketPaths(address)).toEqual(paths);
});

test('the address comes from the variable, or is where systemd keeps the bus', () => {
  expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' })).toBe('unix:path=/x');
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toBe(`unix:path=${join(folder, 'bus')}`);
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: '/nowhere' })).toBeNull();
  expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' })).toBeNull();
  expect(sessionBusAddress({})).toBeNull();
});
