import { expect, test, vi } from 'vitest';
import { keepOutOfTaskbar } from '../../../../main/desktop/window/x11-taskbar.ts';
import type { XConnection, XEvents } from '../../../../main/desktop/shortcuts/x11/connection.ts';

const ROOT = 77;
const WINDOW = 0x1200_0003;
const ATOMS: Record<string, number> = {
  WM_STATE: 301,
  _NET_WM_STATE: 302,
  _NET_WM_STATE_SKIP_TASKBAR: 303,
  _NET_WM_STATE_SKIP_PAGER: 304,
};

/** A display that knows these atoms. */
function createDisplay(atoms: Record<string, number> = ATOMS) {
  const sent: Buffer[] = [];
  const states: number[] = [];
  let events: XEvents | null = null;
  let isClosed = false;
  const connection: XConnection = {
    root: ROOT,
    query: (request) => {
      if (request.readUInt8(0) === 20) {
        const property = Buffer.alloc(32 + 4 * states.length);
        property.writeUInt8(states.length > 0 ? 32 : 0, 1);
        property.writeUInt32LE(states.length, 16);
        states.forEach((state, index) => property.writeUInt32LE(state, 32 + 4 * index));
        return Promise.resolve(property);
      }
      const name = request.toString('latin1', 8, 8 + request.readUInt16LE(4));
      const reply = Buffer.alloc(32);
      reply.writeUInt32LE(atoms[name] ?? 0, 8);
      return Promise.resolve(reply);
    },
    sendAll: (requests) => {
      sent.push(...requests);
      return Promise.resolve(true);
    },
    close: () => {
      isClosed = true;
    },
  };
  const connect = (given: XEvents) => {
    events = given;
    return Promise.resolve(connection);
  };
  return {
    /** The states of the window, which the window manager sets. */
    states,
    findDisplay: () => Promise.resolve(connect),
    /** The requests to the window manager. */
    requests: () => sent.filter((message) => message.readUInt8(0) === 25),
    changeProperty: (window: number, atom: number) => {
      const event = Buffer.alloc(32);
      event.writeUInt8(28, 0);
      event.writeUInt32LE(window, 4);
      event.writeUInt32LE(atom, 8);
      events?.onEvent(event);
    },
    isClosed: () => isClosed,
  };
}

test('the window manager is asked to leave the window out of taskbar and pager', async () => {
  const display = createDisplay();
  keepOutOfTaskbar(display.findDisplay, WINDOW);
  await vi.waitFor(() => {
    expect(display.requests()).toHaveLength(1);
  });
  const words = Array.from({ length: 10 }, (_, index) => display.requests()[0]?.readUInt32LE(4 + 4 * index));
  // Root window, event mask, client message of format 32, window, property, add, two states, from an application, padding.
  expect(words).toEqual([ROOT, 0x18_0000, 33 + 32 * 256, WINDOW, 302, 1, 303, 304, 1, 0]);
});

/** Waits until everything that an event has caused is done. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

async function createWindow() {
  const display = createDisplay();
  keepOutOfTaskbar(display.findDisplay, WINDOW);
  await vi.waitFor(() => {
    expect(display.requests()).toHaveLength(1);
  });
  return display;
}

test('it is asked again when it has taken the window over, and when it has changed a state without that one', async () => {
  const display = await createWindow();
  display.changeProperty(WINDOW + 1, 301);
  display.changeProperty(WINDOW, 999);
  await settle();
  expect(display.requests()).toHaveLength(1);
  display.changeProperty(WINDOW, 301);
  await settle();
  expect(display.requests()).toHaveLength(2);
  // It has dropped that request, and marks the window as focused.
  display.states.push(400);
  display.changeProperty(WINDOW, 302);
  await settle();
  expect(display.requests()).toHaveLength(3);
});

test('it is not asked for what it has done', async () => {
  const display = await createWindow();
  display.states.push(400, 303);
  display.changeProperty(WINDOW, 302);
  await settle();
  expect(display.requests()).toHaveLength(1);
});

test('a window manager that refuses is asked five times, and again when it takes the window over', async () => {
  const display = await createWindow();
  for (let count = 0; count < 10; count += 1) {
    display.changeProperty(WINDOW, 302);
    await settle();
  }
  expect(display.requests()).toHaveLength(5);
  display.changeProperty(WINDOW, 301);
  await settle();
  expect(display.requests()).toHaveLength(6);
});

test('a window that was closed meanwhile, and a display without the atoms, are left alone', async () => {
  const closed = createDisplay();
  keepOutOfTaskbar(closed.findDisplay, WINDOW)();
  const bare = createDisplay({});
  keepOutOfTaskbar(bare.findDisplay, WINDOW);
  await vi.waitFor(() => {
    expect([closed.isClosed(), bare.isClosed()]).toEqual([true, true]);
  });
  expect([...closed.requests(), ...bare.requests()]).toEqual([]);
});

test('without a display nothing happens', async () => {
  const stop = keepOutOfTaskbar(() => Promise.resolve(null), WINDOW);
  await Promise.resolve();
  expect(stop).not.toThrow();
});
