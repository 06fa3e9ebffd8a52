/** Tests bus notifications with a fake session bus on a real socket, whose replies the test controls. */
import { mkdtempSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Message, MessageType } from '@particle/dbus-next';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { busPresenter } from '../../../../main/desktop/notifications/bus-notifications.ts';
import { sessionBusAddress, socketPaths } from '../../../../main/desktop/dbus/message-bus.ts';
import type { NotificationContent } from '../../../../main/desktop/presenter.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { FakePresenter } from '../../../support/unit/fake-presenter.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

const require = createRequire(import.meta.url);
const { marshallMessage } = require('@particle/dbus-next/lib/marshall-compat.js') as {
  marshallMessage: (message: Message) => [Buffer, unknown];
};
const { unmarshalMessages } = require('@particle/dbus-next/lib/message.js') as {
  unmarshalMessages: (stream: unknown, onMessage: (message: Message) => void, o: object) => void;
};

/** Long, because the computer may be slow. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 });

const path = '/org/freedesktop/Notifications';
const name = 'org.freedesktop.Notifications';

/** A session bus with a fake notification service only. */
class FakeBus {
  readonly calls: Message[] = [];
  /** Members without a reply. */
  readonly silent = new Set<string>();
  /** Members with an error reply. */
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

  #take(call: Message): void {
    this.calls.push(call);
    if (!this.silent.has(call.member)) this.answer(call);
  }

  answer(call: Message): void {
    const answers: Record<string, [string, unknown[]]> = {
      Hello: ['s', [':1.1']],
      GetCapabilities: ['as', [this.capabilities]],
      Notify: ['u', [(this.#lastId += call.member === 'Notify' ? 1 : 0)]],
    };
    const [signature, body] = answers[call.member] ?? ['', []];
    const refused = this.refused.has(call.member);
    const reply = refused ? Message.newMethodReturn(call) : Message.newMethodReturn(call, signature, body);
    if (refused) {
      // The declared type of `newError` takes a text instead of the call.
      reply.type = MessageType.ERROR;
      reply.errorName = 'org.freedesktop.DBus.Error.ServiceUnknown';
    }
    reply.sender = name;
    reply.destination = ':1.1';
    this.#send(reply);
  }

  signal(member: string, signature: string, body: unknown[]): void {
    this.#send(Message.newSignal(path, name, member, signature, body));
  }

  #send(message: Message): void {
    this.#serial += 1;
    message.serial = this.#serial;
    this.#socket?.write(marshallMessage(message)[0]);
  }

  /** Sends all messages of the callback in one chunk, so that the client reads them at once. */
  atOnce(send: () => void): void {
    this.#socket?.cork();
    send();
    this.#socket?.uncork();
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

  /** Waits until a member has been called the given number of times. */
  async until(member: string, count = 1): Promise<Message> {
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
  return removeFolder(folder);
});

const content: NotificationContent = {
  title: 'Time to be back',
  body: 'R&D <3 weeks>',
  urgent: true,
  openLabel: 'Open Standby',
  actions: [
    { action: 'confirmReturn', label: "I'm back" },
    { action: 'extendReturn', label: '5 more minutes' },
  ],
};

function createHarness(address = `unix:path=${join(folder, 'bus')}`) {
  const fallback = new FakePresenter();
  const presenter = busPresenter({
    time: systemClock,
    address,
    uid: 1000,
    appName: 'Standby',
    icon: '/icon.png',
    desktopName: 'Example.App.desktop',
    fallback,
  });
  const events: string[] = [];
  const show = (change: Partial<NotificationContent> = {}, as = '') =>
    presenter.show(
      { ...content, ...change },
      {
        onClick: () => events.push(`${as}click`),
        onAction: (action) => events.push(`${as}${action}`),
        onClosed: () => events.push(`${as}gone`),
        onFailed: ({ message }) => events.push(`${as}failed: ${message}`),
      },
    );
  return { show, events, fallback };
}

test('Notify is called with everything that the desktop needs', async () => {
  const { show } = createHarness();
  show();
  const { body } = await bus.until('Notify');
  expect(body.slice(0, 6)).toEqual([
    'Standby',
    0,
    '/icon.png',
    'Time to be back',
    'R&D <3 weeks>',
    ['default', 'Open Standby', 'confirmReturn', "I'm back", 'extendReturn', '5 more minutes'],
  ]);
  const hints = JSON.stringify(body[6]);
  expect(hints).toContain('"Example.App"');
  expect(hints).toMatch(/"urgency",\[[^\]]*\],?\[?2|urgency.*2/);
  expect(body[7]).toBe(-1);
});

test('markup is escaped for a service that parses it, and buttons are sent to one that supports them', async () => {
  bus.capabilities = ['body-markup'];
  const { show } = createHarness();
  show();
  const { body } = await bus.until('Notify');
  expect(body[4]).toBe('R&amp;D &lt;3 weeks&gt;');
  expect(body[5]).toEqual([]);
  // Another service has replaced it.
  bus.capabilities = ['actions'];
  show({ urgent: false, actions: [] });
  const second = await bus.until('Notify', 2);
  expect(second.body[4]).toBe('R&D <3 weeks>');
  expect(second.body[5]).toEqual(['default', 'Open Standby']);
});

test('signals that arrive together with the replies of two notifications reach both', async () => {
  const { show, events } = createHarness();
  bus.silent.add('Notify');
  show({}, 'one ');
  show({}, 'two ');
  await bus.until('Notify', 2);
  bus.atOnce(() => {
    for (const call of bus.calls.filter(({ member }) => member === 'Notify')) bus.answer(call);
    bus.signal('ActionInvoked', 'us', [1, 'default']);
    bus.signal('ActionInvoked', 'us', [2, 'confirmReturn']);
  });
  await eventually(() => {
    expect(events).toEqual(['one click', 'two confirmReturn']);
  });
});

test('a click, an action and the closing of a notification reach its own callbacks', async () => {
  const { show, events } = createHarness();
  show({}, 'one ');
  show({}, 'two ');
  await bus.until('Notify', 2);
  bus.signal('ActionInvoked', 'us', [1, 'default']);
  bus.signal('ActionInvoked', 'us', [2, 'extendReturn']);
  bus.signal('ActionInvoked', 'us', [2, 'else']);
  bus.signal('ActionInvoked', 'us', [77, 'confirmReturn']);
  bus.signal('NotificationClosed', 'uu', [1, 1]);
  bus.signal('NotificationClosed', 'uu', [1, 1]);
  bus.signal('ActionInvoked', 'us', [1, 'default']);
  bus.signal('ActionInvoked', 'us', [2, 'confirmReturn']);
  await eventually(() => {
    // In order for each one; the two have no order between them, as each begins with its own reply.
    expect(events.filter((event) => event.startsWith('one '))).toEqual(['one click', 'one gone']);
    expect(events.filter((event) => event.startsWith('two '))).toEqual([
      'two extendReturn',
      'two confirmReturn',
    ]);
    expect(events).toHaveLength(4);
  });
});

test('an action that arrives before the reply with the id is handled', async () => {
  bus.silent.add('Notify');
  const { show, events } = createHarness();
  show();
  const notify = await bus.until('Notify');
  bus.signal('ActionInvoked', 'us', [1, 'confirmReturn']);
  bus.signal('NotificationClosed', 'uu', [1, 2]);
  bus.answer(notify);
  await eventually(() => {
    expect(events).toEqual(['confirmReturn', 'gone']);
  });
});

test('close() closes the notification once', async () => {
  const { show } = createHarness();
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

test('a notification that was closed by the service is not closed again', async () => {
  const { show, events } = createHarness();
  const shown = show();
  await bus.until('Notify');
  bus.signal('NotificationClosed', 'uu', [1, 1]);
  await eventually(() => expect(events).toEqual(['gone']));
  shown.close();
  show();
  await bus.until('Notify', 2);
  expect(bus.members()).not.toContain('CloseNotification');
});

test('a service that recovers from a hang shows only notifications that are still open', async () => {
  bus.silent.add('Notify');
  const { show } = createHarness();
  const first = show({ title: 'first' });
  const notify = await bus.until('Notify');
  first.close();
  show({ title: 'second' });
  await bus.until('Notify', 2);
  bus.answer(notify);
  const { body } = await bus.until('CloseNotification');
  expect(body).toEqual([1]);
});

test('a notification that is closed before the reply with the capabilities is never shown', async () => {
  bus.silent.add('GetCapabilities');
  const { show, events } = createHarness();
  const shown = show();
  const asked = await bus.until('GetCapabilities');
  shown.close();
  bus.answer(asked);
  bus.silent.clear();
  show({ title: 'second' });
  const { body } = await bus.until('Notify');
  expect(body[3]).toBe('second');
  expect(events).toEqual([]);
});

test('a missing notification service is reported, and called again for the next notification', async () => {
  bus.refused.add('GetCapabilities');
  const { show, events } = createHarness();
  show();
  await eventually(() => {
    expect(events).toEqual(['failed: org.freedesktop.DBus.Error.ServiceUnknown']);
  });
  bus.refused.clear();
  show();
  await bus.until('Notify');
});

test('when the bus closes, its notifications are closed, and the next one connects again', async () => {
  const { show, events } = createHarness();
  show();
  await bus.until('Notify');
  await new Promise((resolve) => setImmediate(resolve));
  bus.hangUp();
  await eventually(() => expect(events).toEqual(['gone']));
  show();
  await bus.until('Notify', 2);
});

test('invalid bytes close the connection, and pending calls fail', async () => {
  bus.silent.add('Notify');
  const { show, events } = createHarness();
  show();
  await bus.until('Notify');
  bus.raw(Buffer.alloc(64, 0x42));
  await eventually(() => expect(events).toEqual(['failed: The connection to the bus is gone']));
});

test.each([
  ['there is no bus', () => `unix:path=${join(folder, 'none')}`],
  ['the address is of another kind', () => 'tcp:host=127.0.0.1,port=1'],
  ['the address is nonsense', () => ':;=,unix:'],
])('Electron shows the notification if %s', async (_why, address) => {
  const { show, fallback } = createHarness(address());
  const shown = show();
  await eventually(() => expect(fallback.titles()).toEqual(['Time to be back']));
  shown.close();
  expect(fallback.titles()).toEqual([]);
});

test('Electron shows the notification if the bus refuses the authentication', async () => {
  bus.greeting = 'REJECTED EXTERNAL\r\n';
  const { show, fallback } = createHarness();
  show();
  await eventually(() => expect(fallback.titles()).toEqual(['Time to be back']));
});

test('a notification that is closed before the connection has failed is not shown by Electron', async () => {
  const { show, fallback } = createHarness(`unix:path=${join(folder, 'none')}`);
  show().close();
  const later = show({ title: 'later' });
  await eventually(() => expect(fallback.titlesShown()).toEqual(['later']));
  later.close();
});

test('the second socket of an address is used if the first one fails', async () => {
  const { show } = createHarness(`unix:path=${join(folder, 'none')},guid=1;unix:path=${join(folder, 'bus')}`);
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
])('the address %j is parsed to %j', (address, paths) => {
  expect(socketPaths(address)).toEqual(paths);
});

test('the address comes from the variable, or is the path of systemd', () => {
  expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' })).toBe('unix:path=/x');
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: folder })).toBe(`unix:path=${join(folder, 'bus')}`);
  expect(sessionBusAddress({ XDG_RUNTIME_DIR: '/nowhere' })).toBeNull();
  expect(sessionBusAddress({ DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '' })).toBeNull();
  expect(sessionBusAddress({})).toBeNull();
});
