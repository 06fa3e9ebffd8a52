/** Text in files and output that people or their tools have written: UTF-8 or UTF-16, with or without a byte order mark. Pure. */

export type DecodedText = { ok: true; text: string } | { ok: false; message: string };

/**
 * Reads bytes as text, without the byte order mark. Notepad and PowerShell write UTF-16 or put a mark before UTF-8. JSON
 * begins with an ASCII character, so that a zero beside it tells UTF-16 that has no mark.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) {
    return { ok: false, message: 'The text is in UTF-32. Save it in UTF-8.' };
  }
  const isBigEndian = startsWith(bytes, [0xfe, 0xff]) || (bytes[0] === 0 && (bytes[1] ?? 0) !== 0);
  const isLittleEndian = startsWith(bytes, [0xff, 0xfe]) || ((bytes[0] ?? 0) !== 0 && bytes[1] === 0);
  try {
    if ((isBigEndian || isLittleEndian) && bytes.length % 2 !== 0) throw new RangeError('half a character');
    if (isBigEndian) return { ok: true, text: decodeUtf16(swapped(bytes)) };
    return { ok: true, text: isLittleEndian ? decodeUtf16(bytes) : decodeUtf8(bytes) };
  } catch {
    return { ok: false, message: 'The text is neither in UTF-8 nor in UTF-16. Save it in UTF-8.' };
  }
}

const decodeUtf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const decodeUtf16 = (bytes: Uint8Array) => new TextDecoder('utf-16le', { fatal: true }).decode(bytes);

/** Not every build of Node can decode UTF-16 with the greater byte first. */
function swapped(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes).swap16();
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, place) => bytes[place] === byte);
}
