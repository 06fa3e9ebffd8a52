import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Encodings of a text in a file: raw, and those that programs use. */
function encodings(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  // Base64 of a text inside a longer one starts at one of three offsets. Its first and last characters depend on the context.
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

/** Whether content contains a text, raw or in UTF-16, base64 or hex. */
export function containsText(content: Buffer, text: string): boolean {
  return encodings(text).some((bytes) => content.includes(bytes));
}

/** Finds the files below a folder that contain a text, raw or in UTF-16, base64 or hex. */
export function findFilesContaining(folder: string, text: string): string[] {
  const encodedTexts = encodings(text);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .filter((path) => {
      const content = readFileSync(path);
      return encodedTexts.some((bytes) => content.includes(bytes));
    });
}
