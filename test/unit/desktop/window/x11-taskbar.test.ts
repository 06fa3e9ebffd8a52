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
  let events: XEvents | null = null;
  let isClosed = false;
  const connection: XConnection = {
    root: ROOT,
    query: (request) => {
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

test('it is asked again whenever it has taken over that window', async () => {
  const display = createDisplay();
  keepOutOfTaskbar(display.findDisplay, WINDOW);
  await vi.waitFor(() => {
    expect(display.requests()).toHaveLength(1);
  });
  display.changeProperty(WINDOW, 302);
  display.changeProperty(WINDOW + 1, 301);
  expect(display.requests()).toHaveLength(1);
  display.changeProperty(WINDOW, 301);
  expect(display.requests()).toHaveLength(2);
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
