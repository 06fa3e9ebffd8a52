/**
 * How a secret text is stored in a keychain: in one item, or on Windows in several. An item of the Credential Manager holds at
 * most 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE of wincred.h), and a temporary token can have 4,096.
 */
import { createHash } from 'node:crypto';

/** The functions of keytar that Standby uses. */
export type KeytarPort = {
  getPassword: (service: string, account: string) => Promise<string | null>;
  setPassword: (service: string, account: string, password: string) => Promise<void>;
  deletePassword: (service: string, account: string) => Promise<boolean>;
};

/** The items of one text. The functions reject as keytar does. */
export type KeychainItems = {
  /** Null if there is none, or a part of it is missing or belongs to another text. */
  read: (keytar: KeytarPort) => Promise<string | null>;
  /** `'tooLong'`: the items cannot hold it, or the keychain refused it and accepts a short text. It reads as none then. */
  write: (keytar: KeytarPort, json: string) => Promise<'written' | 'tooLong'>;
  /** Resolves to whether an item existed. */
  delete: (keytar: KeytarPort) => Promise<boolean>;
};

const SERVICE = 'Standby';

/** The names of the texts, which people see in the system's list. */
export type ItemName = 'Tencent Cloud API key' | 'Company sign-in';

/** Of macOS and Linux. */
const singleItem = (name: ItemName): KeychainItems => ({
  read: (keytar) => keytar.getPassword(SERVICE, name),
  write: async (keytar, json) => {
    await keytar.setPassword(SERVICE, name, json);
    return 'written';
  },
  delete: (keytar) => keytar.deletePassword(SERVICE, name),
});

/** Limit of one item on Windows in bytes. The system's own is a little higher. */
const MAX_ITEM_BYTES = 2_400;

/** Enough for the longest key and token that the account form accepts. */
const MAX_ITEMS = 16;

/** `standby-items:COUNT:SHA256:`, before the first part of a split text. JSON never begins like that. */
const HEADER = /^standby-items:([1-9][0-9]?):([0-9a-f]{64}):/;

/** Name and content of the item that tells a full keychain from one that does not work. */
const PROBE = 'Standby test';

const nameOf = (name: ItemName, index: number) => (index === 0 ? name : `${name} ${index + 1}`);

/**
 * Of Windows. A text that fits in one item is stored unchanged, as by earlier versions. Of a longer one the first item is
 * written last, and contains the number of items and the hash of the whole: an incomplete set reads as none.
 */
const windowsItems = (name: ItemName): KeychainItems => ({
  read: async (keytar) => {
    const first = await keytar.getPassword(SERVICE, name);
    const header = HEADER.exec(first ?? '');
    if (first === null || !header) return first;
    const [prefix, count, hash] = header;
    const parts = [first.slice(prefix.length)];
    if (Number(count) > MAX_ITEMS) return null;
    for (let index = 1; index < Number(count); index += 1) {
      const part = await keytar.getPassword(SERVICE, nameOf(name, index));
      if (part === null) return null;
      parts.push(part);
    }
    const json = parts.join('');
    return hashOf(json) === hash ? json : null;
  },

  write: async (keytar, json) => {
    const items = toItems(json);
    if (items === null) return 'tooLong';
    const [first = '', ...others] = items;
    try {
      for (const [index, item] of others.entries()) {
        await keytar.setPassword(SERVICE, nameOf(name, index + 1), item);
      }
      // Nothing of an earlier, longer text remains beside the new one.
      await deleteItems(keytar, name, items.length);
      await keytar.setPassword(SERVICE, name, first);
      return 'written';
    } catch (error) {
      // The system's messages are translated, and arrive in the wrong encoding. A short text shows what failed.
      if (await keepsShortText(keytar)) return 'tooLong';
      throw error;
    }
  },

  delete: (keytar) => deleteItems(keytar, name, 0),
});

/** How a system stores the text with a name. */
export function keychainItems(platform: NodeJS.Platform, name: ItemName): KeychainItems {
  return platform === 'win32' ? windowsItems(name) : singleItem(name);
}

async function deleteItems(keytar: KeytarPort, name: ItemName, from: number): Promise<boolean> {
  let existed = false;
  for (let index = from; index < MAX_ITEMS; index += 1) {
    if (await keytar.deletePassword(SERVICE, nameOf(name, index))) existed = true;
  }
  return existed;
}

async function keepsShortText(keytar: KeytarPort): Promise<boolean> {
  try {
    await keytar.setPassword(SERVICE, PROBE, PROBE);
    const found = await keytar.getPassword(SERVICE, PROBE);
    await keytar.deletePassword(SERVICE, PROBE);
    return found === PROBE;
  } catch {
    return false;
  }
}

/** Contents of the items, the first one first; null if the text needs too many. */
function toItems(json: string): string[] | null {
  if (Buffer.byteLength(json) <= MAX_ITEM_BYTES) return [json];
  // ASCII only: then a part has as many bytes as characters, and no character is split.
  const text = json.replace(/[^\0-\x7f]/g, toEscape);
  const header = (count: number) => `standby-items:${count}:${hashOf(text)}:`;
  const firstLength = MAX_ITEM_BYTES - header(MAX_ITEMS).length;
  const parts = [text.slice(0, firstLength)];
  for (let start = firstLength; start < text.length; start += MAX_ITEM_BYTES) {
    parts.push(text.slice(start, start + MAX_ITEM_BYTES));
  }
  if (parts.length > MAX_ITEMS) return null;
  const [first = '', ...others] = parts;
  return [header(parts.length) + first, ...others];
}

/** @param unit one UTF-16 code unit, which is inside a string of the JSON */
function toEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
