/** Decodes text written by users or their tools: UTF-8 or UTF-16, with or without a byte order mark. Pure. */

export type DecodedText = { ok: true; text: string } | { ok: false; message: string };

const decodeUtf16 = (bytes: Uint8Array) => new TextDecoder('utf-16le', { fatal: true }).decode(bytes);

const decodeUtf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/**
 * Decodes bytes, without the byte order mark. Notepad and PowerShell write UTF-16, or UTF-8 with a mark. JSON begins with an
 * ASCII character, so a zero byte beside it indicates UTF-16 without a mark.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) {
    return { ok: false, message: 'The text is in UTF-32. Save it in UTF-8.' };
  }
  const isBigEndian = startsWith(bytes, [0xfe, 0xff]) || (bytes[0] === 0 && (bytes[1] ?? 0) !== 0);
  const isLittleEndian = startsWith(bytes, [0xff, 0xfe]) || ((bytes[0] ?? 0) !== 0 && bytes[1] === 0);
  try {
    if ((isBigEndian || isLittleEndian) && bytes.length % 2 !== 0) throw new RangeError('half a character');
    if (isBigEndian) return { ok: true, text: decodeUtf16(swapBytes(bytes)) };
    return { ok: true, text: isLittleEndian ? decodeUtf16(bytes) : decodeUtf8(bytes) };
  } catch {
    return { ok: false, message: 'The text is neither in UTF-8 nor in UTF-16. Save it in UTF-8.' };
  }
}

/** Not every build of Node decodes big-endian UTF-16. */
function swapBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes).swap16();
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}
