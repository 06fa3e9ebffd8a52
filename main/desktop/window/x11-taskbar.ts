/**
 * Keeps a window out of taskbars and pagers on X11. Electron's `skipTaskbar` does nothing on Linux. A window manager forgets the
 * state whenever the window is hidden, and may drop a request while it takes the window over. So the state is read, and requested
 * if it is missing, whenever the window manager has changed the window's state.
 */
import type { XConnection, XEvents } from '../shortcuts/x11/connection.ts';

const PROPERTY_NOTIFY = 28;
const CLIENT_MESSAGE = 33;
const PROPERTY_CHANGE_MASK = 0x40_0000;
const SUBSTRUCTURE_MASK = 0x18_0000;

/** Values of the window managers' specification (EWMH): add the states; an ordinary program requests it. */
const ADD = 1;
const FROM_APPLICATION = 1;

/** Requests for one change of the window's state: a window manager that refuses them must not be asked for ever. */
const MAX_ATTEMPTS = 5;

type Atoms = { wmState: number; netWmState: number; skipTaskbar: number; skipPager: number };
type Connect = (events: XEvents) => Promise<XConnection | null>;

/**
 * Starts keeping a window out of the taskbar. Without a display, or when it is lost, nothing happens: an entry in the taskbar is
 * no failure.
 * @param findDisplay resolves to what connects to the display, or null
 * @param windowId of X11
 * @returns stops it
 */
export function keepOutOfTaskbar(findDisplay: () => Promise<Connect | null>, windowId: number): () => void {
  let isStopped = false;
  let connection: XConnection | null = null;
  let atoms: Atoms | null = null;

  let attempts = 0;

  async function ensureState(): Promise<void> {
    if (!connection || !atoms) return;
    const { root, query, sendAll } = connection;
    const states = parseAtoms(await query(getProperty(windowId, atoms.netWmState)));
    if (states.includes(atoms.skipTaskbar) || attempts >= MAX_ATTEMPTS) return;
    attempts += 1;
    await sendAll([addStates(root, windowId, atoms)]);
  }

  function handleEvent(event: Buffer): void {
    if (!atoms || (event.readUInt8(0) & 0x7f) !== PROPERTY_NOTIFY) return;
    if (event.readUInt32LE(4) !== windowId) return;
    const property = event.readUInt32LE(8);
    if (property === atoms.wmState) attempts = 0;
    if (property === atoms.wmState || property === atoms.netWmState) void ensureState();
  }

  async function start(): Promise<void> {
    const connect = await findDisplay();
    const opened =
      (await connect?.({ onEvent: handleEvent, onDisconnected: () => (connection = null) })) ?? null;
    if (!opened) return;
    connection = opened;
    atoms = await internAtoms(opened);
    if (isStopped || !atoms) {
      opened.close();
      return;
    }
    await opened.sendAll([watchProperties(windowId)]);
    // The window manager may have taken the window over before it was watched.
    await ensureState();
  }

  void start();
  return () => {
    isStopped = true;
    connection?.close();
  };
}

async function internAtoms(connection: XConnection): Promise<Atoms | null> {
  const names = ['WM_STATE', '_NET_WM_STATE', '_NET_WM_STATE_SKIP_TASKBAR', '_NET_WM_STATE_SKIP_PAGER'];
  const replies = await Promise.all(names.map((name) => connection.query(internAtom(name))));
  const [wmState, netWmState, skipTaskbar, skipPager] = replies.map((reply) => reply?.readUInt32LE(8));
  if (!wmState || !netWmState || !skipTaskbar || !skipPager) return null;
  return { wmState, netWmState, skipTaskbar, skipPager };
}

function internAtom(name: string): Buffer {
  const padded = (name.length + 3) & ~3;
  const message = Buffer.alloc(8 + padded);
  message.writeUInt8(16, 0);
  message.writeUInt16LE(message.length / 4, 2);
  message.writeUInt16LE(name.length, 4);
  message.write(name, 8, 'latin1');
  return message;
}

/** Reads up to 32 values of a property. */
function getProperty(windowId: number, property: number): Buffer {
  const message = Buffer.alloc(24);
  message.writeUInt8(20, 0);
  message.writeUInt16LE(6, 2);
  message.writeUInt32LE(windowId, 4);
  message.writeUInt32LE(property, 8);
  message.writeUInt32LE(32, 20);
  return message;
}

/** The values of a property of 32 bits each; none for a missing property. */
function parseAtoms(reply: Buffer | null): number[] {
  if (reply?.readUInt8(1) !== 32) return [];
  const count = Math.min(reply.readUInt32LE(16), (reply.length - 32) >> 2);
  return Array.from({ length: count }, (_, index) => reply.readUInt32LE(32 + 4 * index));
}

/** Selects the events that report changes of the window's properties. Other programs keep theirs. */
function watchProperties(windowId: number): Buffer {
  const EVENT_MASK = 0x800;
  const message = Buffer.alloc(16);
  message.writeUInt8(2, 0);
  message.writeUInt16LE(4, 2);
  message.writeUInt32LE(windowId, 4);
  message.writeUInt32LE(EVENT_MASK, 8);
  message.writeUInt32LE(PROPERTY_CHANGE_MASK, 12);
  return message;
}

/** Sends the request of the specification to the root window, where the window manager receives it. */
function addStates(root: number, windowId: number, { netWmState, skipTaskbar, skipPager }: Atoms): Buffer {
  const message = Buffer.alloc(44);
  message.writeUInt8(25, 0);
  message.writeUInt16LE(11, 2);
  message.writeUInt32LE(root, 4);
  message.writeUInt32LE(SUBSTRUCTURE_MASK, 8);
  message.writeUInt8(CLIENT_MESSAGE, 12);
  message.writeUInt8(32, 13);
  message.writeUInt32LE(windowId, 16);
  message.writeUInt32LE(netWmState, 20);
  for (const [index, value] of [ADD, skipTaskbar, skipPager, FROM_APPLICATION].entries()) {
    message.writeUInt32LE(value, 24 + 4 * index);
  }
  return message;
}
