import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The ways in which a text may lie in a file: as it is, and in the encodings that programs use. */
function encodings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  // Base64 of a text inside a longer one begins at any of three offsets; the ends depend on the neighbours.
  const base64 = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(4, -4),
  );
  return [
    bytes,
    Buffer.from(text, 'utf16le'),
    ...[bytes.toString('hex'), ...base64].map((one) => Buffer.from(one)),
  ];
}

/** Whether some content holds a text, raw, in UTF-16, base64 or hex. */
export function holds(content: Buffer, text: string): boolean {
  return encodings(text).some((bytes) => content.includes(bytes));
}

/** The files below a folder that hold a text, raw, in UTF-16, base64 or hex. */
export function filesHolding(folder: string, text: string): string[] {
  const wanted = encodings(text);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => {
      const content = readFileSync(path);
      return wanted.some((bytes) => content.includes(bytes));
    });
}
