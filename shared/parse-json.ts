/**
 * Parses untrusted JSON within limits of length, depth and entries, so that later recursion cannot exhaust stack or memory.
 * The limits are checked on the text, before it is parsed.
 */

export type JsonLimits = {
  /** In characters. */
  maxLength: number;
  /** Nesting of lists and objects: `{"a":[1]}` has depth 2. */
  maxDepth: number;
  /** Number of lists, objects and members. */
  maxEntries: number;
};

/** Far above all known responses, files and program outputs. */
export const DEFAULT_LIMITS: JsonLimits = { maxLength: 1_000_000, maxDepth: 32, maxEntries: 20_000 };

export type JsonExcess = {
  error: 'tooLong' | 'tooDeep' | 'tooMany';
  /** The first offset beyond the limits. */
  offset: number;
};

export type JsonResult =
  { ok: true; value: unknown } | { ok: false; error: 'notJson' | JsonExcess['error']; message: string };

/** Parses a text as JSON. Never throws. */
export function parseJson(text: string, limits: JsonLimits = DEFAULT_LIMITS): JsonResult {
  const excess = findJsonExcess(text, limits);
  if (excess !== null) return { ok: false, error: excess.error, message: `JSON: ${excess.error}` };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, error: 'notJson', message: error instanceof Error ? error.message : '' };
  }
}

/** Finds where a text exceeds the limits; null when it does not. Skips comments, for formats that allow them. */
export function findJsonExcess(
  text: string,
  { maxLength, maxDepth, maxEntries }: JsonLimits,
): JsonExcess | null {
  if (text.length > maxLength) return { error: 'tooLong', offset: maxLength };
  let depth = 0;
  let count = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    switch (text[offset]) {
      case '"':
        offset = findStringEnd(text, offset);
        break;
      case '/':
        offset = findCommentEnd(text, offset);
        break;
      case '[':
      case '{':
        depth += 1;
        count += 1;
        if (depth > maxDepth) return { error: 'tooDeep', offset };
        break;
      case ']':
      case '}':
        depth -= 1;
        break;
      case ',':
        count += 1;
        break;
      case undefined:
        return null;
    }
    if (count > maxEntries) return { error: 'tooMany', offset };
  }
  return null;
}

/** @returns the offset of the closing quote; the end of the text when there is none */
function findStringEnd(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    if (text[offset] === '\\') offset += 1;
    else if (text[offset] === '"') return offset;
    // A string ends at the end of its line: parsers that recover from an error continue there.
    else if (text[offset] === '\n' || text[offset] === '\r') return offset;
  }
  return text.length;
}

/** @returns the offset of the last character of a comment, or `start` when there is none */
function findCommentEnd(text: string, start: number): number {
  const isLine = text[start + 1] === '/';
  if (!isLine && text[start + 1] !== '*') return start;
  for (let offset = start + 2; offset < text.length; offset += 1) {
    if (isLine ? text[offset] === '\n' || text[offset] === '\r' : text.startsWith('*/', offset)) {
      return isLine ? offset : offset + 1;
    }
  }
  return text.length;
}
