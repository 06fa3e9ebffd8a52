/** Splits a stream of bytes into lines, each within a limit. */

export type LineReader = {
  /** Adds bytes. Returns the lines that are complete, or null when one exceeds the limit; nothing can be read after that. */
  push: (chunk: Buffer) => Buffer[] | null;
  /** Whether a line has begun and not ended. */
  isInLine: () => boolean;
};

const LINE_FEED = 0x0a;

/** @param maxBytes the limit of a line, without its end */
export function createLineReader(maxBytes: number): LineReader {
  let parts: Buffer[] = [];
  let length = 0;

  return {
    push: (chunk) => {
      const lines: Buffer[] = [];
      let start = 0;
      for (;;) {
        const end = chunk.indexOf(LINE_FEED, start);
        const part = chunk.subarray(start, end < 0 ? chunk.length : end);
        length += part.length;
        if (length > maxBytes) {
          parts = [];
          return null;
        }
        if (part.length > 0) parts.push(part);
        if (end < 0) return lines;
        lines.push(Buffer.concat(parts));
        parts = [];
        length = 0;
        start = end + 1;
      }
    },
    isInLine: () => length > 0,
  };
}
