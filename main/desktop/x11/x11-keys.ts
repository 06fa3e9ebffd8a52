/**
 * Global keys on an X11 display, by a connection of Standby's own. Chromium's listener (ui/base/x/x11_global_shortcut_listener.cc)
 * grabs "any key" for a key that the keyboard does not have and reports success, reports a held key over and over, and gives
 * keys back by the layout of now instead of the one that they were taken by.
 */
import { parseKeys } from '../../settings/accelerator.ts';
import type { Time } from '../../time.ts';
import type { HoldOutcome, KeyRegistrar, RegistrarListeners } from '../key-registrar.ts';
import type { XConnection } from './connection.ts';
import { createHeldKeys } from './held-keys.ts';
import { keycodeAt } from './key-codes.ts';
import { locate, lockSets, withoutLocks, type KeyboardMap, type Spot } from './keyboard-map.ts';
import * as messages from './messages.ts';

type X11KeysPorts = RegistrarListeners & {
  time: Pick<Time, 'after'>;
  /** Connects; events are handed over from then on. */
  connect: (listeners: {
    onEvent: (event: Buffer) => void;
    onLost: () => void;
  }) => Promise<XConnection | null>;
};

/** What is held: the key as the map had it then, with everything that was grabbed for it. */
type Grab = { spot: Spot; grabbed: Spot[]; onPress: () => void };

/** Null: there is no display, or its keyboard cannot be read. */
export async function openX11Keys({
  time,
  connect,
  onKeyboardChange,
  onLost,
}: X11KeysPorts): Promise<KeyRegistrar | null> {
  const grabs = new Map<string, Grab>();
  let map: KeyboardMap | null = null;
  let mapBytes: Buffer | null = null;
  let xkbEvent = 0;
  let reading = false;
  let isStale = false;
  const heldKeys = createHeldKeys(time, async (keycodes) => {
    const answer = await connection?.ask(messages.queryKeymap());
    return answer ? keycodes.filter((keycode) => messages.isDown(answer, keycode)) : null;
  });

  const connection = await connect({
    onEvent: takeEvent,
    onLost: () => {
      heldKeys.stop();
      grabs.clear();
      onLost();
    },
  });
  if (connection === null) return null;
  const xkb = messages.xkbOf(await connection.ask(messages.queryXkb()));
  const repeats =
    xkb !== null &&
    (await connection.ask(messages.useXkb(xkb.opcode))) !== null &&
    (await connection.order([messages.watchKeyboard(xkb.opcode)])) &&
    messages.repeatIsDetected(await connection.ask(messages.detectRepeat(xkb.opcode)));
  if (!repeats || !(await readMap())) {
    connection.close();
    return null;
  }
  xkbEvent = xkb.event;

  /** Reads the keyboard. False: it cannot be read. */
  async function readMap(): Promise<boolean> {
    const answer = xkb && connection ? await connection.ask(messages.getMap(xkb.opcode)) : null;
    const read = answer && messages.readMap(answer);
    if (!answer || !read) return false;
    map = read;
    // Behind the header, which holds the number of the request.
    mapBytes = answer.subarray(8);
    return true;
  }

  /** Reads the keyboard anew, once for many events: a change of layout is reported in several. */
  async function refresh(): Promise<void> {
    isStale = true;
    if (reading) return;
    reading = true;
    const before = mapBytes;
    while (isStale) {
      isStale = false;
      if (!(await readMap())) break;
    }
    reading = false;
    if (before === null || mapBytes === null || !before.equals(mapBytes)) onKeyboardChange();
  }

  function takeEvent(event: Buffer): void {
    const type = event.readUInt8(0);
    // No other program presses Standby's keys by a made-up event.
    if ((type & messages.SENT_BY_PROGRAM) !== 0) return;
    if (type === messages.KEY_RELEASE) heldKeys.letGo(messages.keyEvent(event).keycode);
    if (type === messages.KEY_PRESS) press(messages.keyEvent(event));
    if (type === messages.MAPPING_NOTIFY) void refresh();
    if (type === xkbEvent && messages.isKeyboardChange(event)) void refresh();
  }

  function press({ keycode, state }: messages.KeyEvent): void {
    if (map === null) return;
    const modifiers = withoutLocks(state, map);
    const isOurs = [...grabs.values()].some(({ spot }) => spot.keycode === keycode);
    if (!isOurs || !heldKeys.press(keycode)) return;
    grabAt({ keycode, modifiers })?.onPress();
  }

  function grabAt({ keycode, modifiers }: Spot): Grab | undefined {
    return [...grabs.values()].find(({ spot }) => spot.keycode === keycode && spot.modifiers === modifiers);
  }

  function spotOf(accelerator: string): Spot | null {
    const keys = parseKeys(accelerator, 'linux');
    return keys && map && locate(keys, map);
  }

  async function hold(accelerator: string, onPress: () => void): Promise<HoldOutcome> {
    const spot = spotOf(accelerator);
    // Key code 0 would be any key.
    if (!connection || !map || !spot || spot.keycode === 0) return 'notOnThisKeyboard';
    if (grabAt(spot)) return 'duplicate';
    const { root } = connection;
    const grabbed = lockSets(map).map((locks) => ({ ...spot, modifiers: spot.modifiers | locks }));
    if (await connection.order(grabbed.map((one) => messages.grabKey(root, one)))) {
      grabs.set(accelerator, { spot, grabbed, onPress });
      return 'held';
    }
    // Some of them may have been granted.
    await connection.order(grabbed.map((one) => messages.ungrabKey(root, one)));
    return 'taken';
  }

  return {
    hold,
    release: async (accelerator) => {
      const grab = grabs.get(accelerator);
      if (!grab) return;
      grabs.delete(accelerator);
      const { root } = connection;
      await connection.order(grab.grabbed.map((one) => messages.ungrabKey(root, one)));
    },
    isAt: (accelerator, code) => {
      const keycode = keycodeAt(code);
      const spot = spotOf(accelerator);
      return keycode === null ? null : spot?.keycode === keycode;
    },
  };
}
