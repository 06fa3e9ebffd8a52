/** Encodes and decodes the X11 and XKB messages that global shortcuts need. Pure. */
import type { KeyboardMap, MappedKey, KeyCombination } from './keyboard-map.ts';

export const KEY_PRESS = 2;
export const KEY_RELEASE = 3;
export const MAPPING_NOTIFY = 34;
/** Bit in the type of an event that a program sent with SendEvent. */
export const SENT_BY_PROGRAM = 0x80;

const CORE_KEYBOARD = 0x100;

export type KeyEvent = { keycode: number; state: number };

export function parseKeyEvent(event: Buffer): KeyEvent {
  return { keycode: event.readUInt8(1), state: event.readUInt16LE(28) };
}

export function queryXkb(): Buffer {
  const name = Buffer.from('XKEYBOARD', 'latin1');
  const request = Buffer.alloc(20);
  request.writeUInt8(98, 0);
  request.writeUInt16LE(5, 2);
  request.writeUInt16LE(name.length, 4);
  name.copy(request, 8);
  return request;
}

/** Major opcode and first event code of XKB; null if the display does not support it. */
export function parseXkb(reply: Buffer | null): { opcode: number; event: number } | null {
  if (reply?.readUInt8(8) !== 1) return null;
  return { opcode: reply.readUInt8(9), event: reply.readUInt8(10) };
}

/** Must precede any other XKB request. */
export function useXkb(opcode: number): Buffer {
  const request = Buffer.alloc(8);
  request.writeUInt8(opcode, 0);
  request.writeUInt16LE(2, 2);
  request.writeUInt16LE(1, 4);
  return request;
}

const DETECTABLE_REPEAT = 1;

/** Enables detectable auto-repeat: a held key sends repeated presses and one release. */
export function detectRepeat(opcode: number): Buffer {
  const request = Buffer.alloc(28);
  request.writeUInt8(opcode, 0);
  request.writeUInt8(21, 1);
  request.writeUInt16LE(7, 2);
  request.writeUInt16LE(CORE_KEYBOARD, 4);
  request.writeUInt32LE(DETECTABLE_REPEAT, 8);
  request.writeUInt32LE(DETECTABLE_REPEAT, 12);
  return request;
}

export function isRepeatDetected(reply: Buffer | null): boolean {
  return reply !== null && (reply.readUInt32LE(12) & DETECTABLE_REPEAT) !== 0;
}

/** Selects keyboard change events: a new keyboard, or a new map. */
export function watchKeyboard(opcode: number): Buffer {
  const NEW_KEYBOARD = 1;
  const MAP = 2;
  const request = Buffer.alloc(16);
  request.writeUInt8(opcode, 0);
  request.writeUInt8(1, 1);
  request.writeUInt16LE(4, 2);
  request.writeUInt16LE(CORE_KEYBOARD, 4);
  request.writeUInt16LE(NEW_KEYBOARD | MAP, 6);
  request.writeUInt16LE(NEW_KEYBOARD | MAP, 10);
  request.writeUInt16LE(0xff, 12);
  request.writeUInt16LE(0xff, 14);
  return request;
}

/** Whether an XKB event reports a keyboard change. */
export function isKeyboardChange(event: Buffer): boolean {
  return event.readUInt8(1) <= 1;
}

/** Requests the keysyms of all keys, and the modifier map. */
export function getMap(opcode: number): Buffer {
  const KEYSYMS = 2;
  const MODIFIERS = 4;
  const request = Buffer.alloc(28);
  request.writeUInt8(opcode, 0);
  request.writeUInt8(8, 1);
  request.writeUInt16LE(7, 2);
  request.writeUInt16LE(CORE_KEYBOARD, 4);
  request.writeUInt16LE(KEYSYMS | MODIFIERS, 6);
  return request;
}

/** @returns null if the reply is truncated or inconsistent */
export function parseMap(reply: Buffer): KeyboardMap | null {
  try {
    const firstKey = reply.readUInt8(17);
    const keyCount = reply.readUInt8(20);
    const modifierKeys = reply.readUInt8(33);
    let at = 40;
    const keys: MappedKey[] = [];
    for (let index = 0; index < keyCount; index += 1) {
      const groupCount = reply.readUInt8(at + 4) & 0x0f;
      const width = reply.readUInt8(at + 5);
      const count = reply.readUInt16LE(at + 6);
      const keysyms = Array.from({ length: count }, (_, place) => reply.readUInt32LE(at + 8 + 4 * place));
      at += 8 + 4 * count;
      const groups = Array.from({ length: groupCount }, (_, group) =>
        keysyms.slice(group * width, (group + 1) * width),
      );
      keys.push({ keycode: firstKey + index, groups });
    }
    const modifiers = new Map<number, number>();
    for (let index = 0; index < modifierKeys; index += 1) {
      modifiers.set(reply.readUInt8(at + 2 * index), reply.readUInt8(at + 2 * index + 1));
    }
    return { keys, modifiers };
  } catch {
    return null;
  }
}

export function grabKey(root: number, { keycode, modifiers }: KeyCombination): Buffer {
  const ASYNCHRONOUS = 1;
  const request = Buffer.alloc(16);
  request.writeUInt8(33, 0);
  request.writeUInt16LE(4, 2);
  request.writeUInt32LE(root, 4);
  request.writeUInt16LE(modifiers, 8);
  request.writeUInt8(keycode, 10);
  request.writeUInt8(ASYNCHRONOUS, 11);
  request.writeUInt8(ASYNCHRONOUS, 12);
  return request;
}

export function ungrabKey(root: number, { keycode, modifiers }: KeyCombination): Buffer {
  const request = Buffer.alloc(12);
  request.writeUInt8(34, 0);
  request.writeUInt8(keycode, 1);
  request.writeUInt16LE(3, 2);
  request.writeUInt32LE(root, 4);
  request.writeUInt16LE(modifiers, 8);
  return request;
}

/** Requests the state of all keys. */
export function queryKeymap(): Buffer {
  return Buffer.from([44, 0, 1, 0]);
}

/** Whether a key is down, according to the reply to {@link queryKeymap}. */
export function isDown(reply: Buffer, keycode: number): boolean {
  return ((reply[8 + (keycode >> 3)] ?? 0) & (1 << (keycode & 7))) !== 0;
}
