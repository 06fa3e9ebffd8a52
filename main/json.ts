/**
 * Reads JSON from outside within limits, so that nothing that walks through it later can run out of stack or memory. The
 * limits are checked on the text, before anything is built from it.
 */

export type JsonLimits = {
  /** Characters. */
  longest: number;
  /** Lists and objects inside each other: `{"a":[1]}` is 2 deep. */
  deepest: number;
  /** Lists, objects and members. */
  most: number;
};

/** What all known answers, files and programs keep far below. */
export const USUAL_LIMITS: JsonLimits = { longest: 1_000_000, deepest: 32, most: 20_000 };

export type JsonExcess = {
  problem: 'tooLong' | 'tooDeep' | 'tooMany';
  /** Where it begins to be too much: everything before it is within the limits. */
  offset: number;
};

export type ReadJson =
  { ok: true; value: unknown } | { ok: false; problem: 'notJson' | JsonExcess['problem']; message: string };

/** Parses a text as JSON. Never throws. */
export function readJson(text: string, limits: JsonLimits = USUAL_LIMITS): ReadJson {
  const excess = jsonExcess(text, limits);
  if (excess !== null) return { ok: false, problem: excess.problem, message: `JSON: ${excess.problem}` };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, problem: 'notJson', message: error instanceof Error ? error.message : '' };
  }
}

/** Where a text goes beyond the limits; null when it does not. Comments are skipped, for formats that allow them. */
export function jsonExcess(text: string, { longest, deepest, most }: JsonLimits): JsonExcess | null {
  if (text.length > longest) return { problem: 'tooLong', offset: longest };
  let depth = 0;
  let count = 0;
  for (let offset = 0; offset < text.length; offset += 1) {
    switch (text[offset]) {
      case '"':
        offset = endOfString(text, offset);
        break;
      case '/':
        offset = endOfComment(text, offset);
        break;
      case '[':
      case '{':
        depth += 1;
        count += 1;
        if (depth > deepest) return { problem: 'tooDeep', offset };
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
    if (count > most) return { problem: 'tooMany', offset };
  }
  return null;
}

/** @returns where the string's closing quote is; the end of the text when it has none */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    if (text[offset] === '\\') offset += 1;
    else if (text[offset] === '"') return offset;
    // No string goes on over the end of its line, and a parser that goes on after an error begins anew there.
    else if (text[offset] === '\n' || text[offset] === '\r') return offset;
  }
  return text.length;
}

/** @returns the last character of a comment, or `start` where there is none */
function endOfComment(text: string, start: number): number {
  const isLine = text[start + 1] === '/';
  if (!isLine && text[start + 1] !== '*') return start;
  for (let offset = start + 2; offset < text.length; offset += 1) {
    if (isLine ? text[offset] === '\n' || text[offset] === '\r' : text.startsWith('*/', offset)) {
      return isLine ? offset : offset + 1;
    }
  }
  return text.length;
}
