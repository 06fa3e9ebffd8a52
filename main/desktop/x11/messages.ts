/** The messages of the X11 protocol and its keyboard extension (XKB) that global keys need. Pure. */
import type { KeyboardMap, MappedKey, Spot } from './keyboard-map.ts';

export const KEY_PRESS = 2;
export const KEY_RELEASE = 3;
export const MAPPING_NOTIFY = 34;
/** Set in the type of an event that a program has made up. */
export const SENT_BY_PROGRAM = 0x80;

const CORE_KEYBOARD = 0x100;

export type KeyEvent = { keycode: number; state: number };

export function keyEvent(event: Buffer): KeyEvent {
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

/** Where XKB's requests and events are, or null where the display has no XKB. */
export function xkbOf(answer: Buffer | null): { opcode: number; event: number } | null {
  if (answer?.readUInt8(8) !== 1) return null;
  return { opcode: answer.readUInt8(9), event: answer.readUInt8(10) };
}

/** Must come before any other request of XKB. */
export function useXkb(opcode: number): Buffer {
  const request = Buffer.alloc(8);
  request.writeUInt8(opcode, 0);
  request.writeUInt16LE(2, 2);
  request.writeUInt16LE(1, 4);
  return request;
}

const DETECTABLE_REPEAT = 1;

/** Has a key that is held reported as pressed over and over, and as let go once. */
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

export function repeatIsDetected(answer: Buffer | null): boolean {
  return answer !== null && (answer.readUInt32LE(12) & DETECTABLE_REPEAT) !== 0;
}

/** Has changes of the keyboard reported: another one, or another map. */
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

/** Whether an event of XKB says that the keyboard has changed. */
export function isKeyboardChange(event: Buffer): boolean {
  return event.readUInt8(1) <= 1;
}

/** Asks for every key's keysyms, and which keys are modifiers. */
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

/** @returns null where the answer breaks off or contradicts itself */
export function readMap(answer: Buffer): KeyboardMap | null {
  try {
    const firstKey = answer.readUInt8(17);
    const keyCount = answer.readUInt8(20);
    const modifierKeys = answer.readUInt8(33);
    let at = 40;
    const keys: MappedKey[] = [];
    for (let index = 0; index < keyCount; index += 1) {
      const groupCount = answer.readUInt8(at + 4) & 0x0f;
      const width = answer.readUInt8(at + 5);
      const count = answer.readUInt16LE(at + 6);
      const keysyms = Array.from({ length: count }, (_, place) => answer.readUInt32LE(at + 8 + 4 * place));
      at += 8 + 4 * count;
      const groups = Array.from({ length: groupCount }, (_, group) =>
        keysyms.slice(group * width, (group + 1) * width),
      );
      keys.push({ keycode: firstKey + index, groups });
    }
    const modifiers = new Map<number, number>();
    for (let index = 0; index < modifierKeys; index += 1) {
      modifiers.set(answer.readUInt8(at + 2 * index), answer.readUInt8(at + 2 * index + 1));
    }
    return { keys, modifiers };
  } catch {
    return null;
  }
}

export function grabKey(root: number, { keycode, modifiers }: Spot): Buffer {
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

export function ungrabKey(root: number, { keycode, modifiers }: Spot): Buffer {
  const request = Buffer.alloc(12);
  request.writeUInt8(34, 0);
  request.writeUInt8(keycode, 1);
  request.writeUInt16LE(3, 2);
  request.writeUInt32LE(root, 4);
  request.writeUInt16LE(modifiers, 8);
  return request;
}

/** Asks which keys are down. */
export function queryKeymap(): Buffer {
  return Buffer.from([44, 0, 1, 0]);
}

/** Whether a key is down, by the answer. */
export function isDown(answer: Buffer, keycode: number): boolean {
  return ((answer[8 + (keycode >> 3)] ?? 0) & (1 << (keycode & 7))) !== 0;
}
