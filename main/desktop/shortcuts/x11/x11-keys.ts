/**
 * Global shortcuts on X11, over a separate connection. Chromium's listener (ui/base/x/x11_global_shortcut_listener.cc) grabs
 * AnyKey for a key that the keyboard does not have and reports success, reports auto-repeat as presses, and ungrabs keys by
 * the current layout instead of the one they were grabbed with.
 */
import { parseAccelerator } from '../../../settings/accelerator.ts';
import type { Clock } from '../../../../shared/clock.ts';
import type { RegistrationResult, KeyRegistrar, RegistrarCallbacks } from '../key-registrar.ts';
import type { XConnection } from './connection.ts';
import { createHeldKeys } from './held-keys.ts';
import { keycodeAt } from './key-codes.ts';
import {
  findCombination,
  lockSets,
  withoutLocks,
  type KeyboardMap,
  type KeyCombination,
} from './keyboard-map.ts';
import * as messages from './messages.ts';

type X11KeysDeps = RegistrarCallbacks & {
  time: Pick<Clock, 'setTimer'>;
  /** Connects. Events are delivered from then on. */
  connect: (callbacks: {
    onEvent: (event: Buffer) => void;
    onDisconnected: () => void;
  }) => Promise<XConnection | null>;
};

/** A registered shortcut: its key in the map at that time, and all grabs made for it. */
type Grab = { combination: KeyCombination; grabbed: KeyCombination[]; onPress: () => void };

/** Opens the shortcuts of a display. Null: there is no display, or its keyboard map cannot be read. */
export async function openX11Keys({
  time,
  connect,
  onKeyboardChange,
  onDisconnected,
}: X11KeysDeps): Promise<KeyRegistrar | null> {
  const grabs = new Map<string, Grab>();
  let map: KeyboardMap | null = null;
  let mapBytes: Buffer | null = null;
  let xkbEvent = 0;
  let isReading = false;
  let isStale = false;
  const heldKeys = createHeldKeys(time, filterHeld);

  const connection = await connect({
    onEvent: handleEvent,
    onDisconnected: () => {
      heldKeys.stop();
      grabs.clear();
      onDisconnected();
    },
  });
  if (connection === null) return null;
  const xkb = messages.parseXkb(await connection.query(messages.queryXkb()));
  const isRepeatDetected =
    xkb !== null &&
    (await connection.query(messages.useXkb(xkb.opcode))) !== null &&
    (await connection.sendAll([messages.watchKeyboard(xkb.opcode)])) &&
    messages.isRepeatDetected(await connection.query(messages.detectRepeat(xkb.opcode)));
  if (!isRepeatDetected || !(await readMap())) {
    connection.close();
    return null;
  }
  xkbEvent = xkb.event;

  /** Filters the keys that are held down now. Returns null if that cannot be read. */
  async function filterHeld(keycodes: readonly number[]): Promise<number[] | null> {
    const reply = await connection?.query(messages.queryKeymap());
    return reply ? keycodes.filter((keycode) => messages.isDown(reply, keycode)) : null;
  }

  /** Reads the keyboard map. Returns false if it cannot be read. */
  async function readMap(): Promise<boolean> {
    const reply = xkb && connection ? await connection.query(messages.getMap(xkb.opcode)) : null;
    const parsed = reply && messages.parseMap(reply);
    if (!reply || !parsed) return false;
    map = parsed;
    // Skip the header, which contains the request's sequence number.
    mapBytes = reply.subarray(8);
    return true;
  }

  /** Reads the keyboard map again, once for several events: the display reports a layout change in several. */
  async function refreshMap(): Promise<void> {
    isStale = true;
    if (isReading) return;
    isReading = true;
    const before = mapBytes;
    while (isStale) {
      isStale = false;
      if (!(await readMap())) break;
    }
    isReading = false;
    if (before === null || mapBytes === null || !before.equals(mapBytes)) onKeyboardChange();
  }

  function handleEvent(event: Buffer): void {
    const type = event.readUInt8(0);
    // Ignore events sent by other programs.
    if ((type & messages.SENT_BY_PROGRAM) !== 0) return;
    if (type === messages.KEY_RELEASE) heldKeys.release(messages.parseKeyEvent(event).keycode);
    if (type === messages.KEY_PRESS) handlePress(messages.parseKeyEvent(event));
    if (type === messages.MAPPING_NOTIFY) void refreshMap();
    if (type === xkbEvent && messages.isKeyboardChange(event)) void refreshMap();
  }

  function handlePress({ keycode, state }: messages.KeyEvent): void {
    if (map === null) return;
    const modifiers = withoutLocks(state, map);
    const hasGrab = [...grabs.values()].some(({ combination }) => combination.keycode === keycode);
    if (!hasGrab || !heldKeys.press(keycode)) return;
    findGrab({ keycode, modifiers })?.onPress();
  }

  function findGrab({ keycode, modifiers }: KeyCombination): Grab | undefined {
    return [...grabs.values()].find(
      ({ combination }) => combination.keycode === keycode && combination.modifiers === modifiers,
    );
  }

  function toCombination(accelerator: string): KeyCombination | null {
    const keys = parseAccelerator(accelerator, 'linux');
    return keys && map && findCombination(keys, map);
  }

  async function register(accelerator: string, onPress: () => void): Promise<RegistrationResult> {
    const combination = toCombination(accelerator);
    // Key code 0 would be AnyKey.
    if (!connection || !map || !combination || combination.keycode === 0) return 'notOnThisKeyboard';
    if (findGrab(combination)) return 'duplicate';
    const { root } = connection;
    const grabbed = lockSets(map).map((locks) => ({
      ...combination,
      modifiers: combination.modifiers | locks,
    }));
    if (await connection.sendAll(grabbed.map((one) => messages.grabKey(root, one)))) {
      grabs.set(accelerator, { combination, grabbed, onPress });
      return 'registered';
    }
    // Some of the grabs may have succeeded.
    await connection.sendAll(grabbed.map((one) => messages.ungrabKey(root, one)));
    return 'unavailable';
  }

  return {
    register,
    unregister: async (accelerator) => {
      const grab = grabs.get(accelerator);
      if (!grab) return;
      grabs.delete(accelerator);
      const { root } = connection;
      await connection.sendAll(grab.grabbed.map((one) => messages.ungrabKey(root, one)));
    },
    matchesKeyCode: (accelerator, code) => {
      const keycode = keycodeAt(code);
      const combination = toCombination(accelerator);
      return keycode === null ? null : combination?.keycode === keycode;
    },
  };
}
