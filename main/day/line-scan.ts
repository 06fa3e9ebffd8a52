import { open, type FileHandle } from 'node:fs/promises';
import { isAbsent, logFailure, type LogFailure } from './log-failure.ts';

const CHUNK_BYTES = 1 << 20;

/**
 * Is shown a line, without its newline, one character for each byte (Latin-1).
 * @param number 1 for the first line of the file
 * @param whole false for a last line that has no newline
 * @returns `stop` to read no further
 */
export type LineVisitor = (line: string, number: number, whole: boolean) => 'stop' | undefined;

/**
 * Shows every line of a file, a megabyte at a time, so that the app answers in between. What is appended meanwhile is not
 * read. A file that is absent has no lines.
 */
export async function scanLines(path: string, visit: LineVisitor): Promise<LogFailure | null> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
    await scan(file, visit);
    return null;
  } catch (error) {
    return isAbsent(error) ? null : logFailure(error);
  } finally {
    await file?.close();
  }
}

async function scan(file: FileHandle, visit: LineVisitor): Promise<void> {
  const { size } = await file.stat();
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let rest = '';
  let number = 0;
  for (let position = 0; position < size;) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(CHUNK_BYTES, size - position), position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const text = rest + chunk.toString('latin1', 0, bytesRead);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      number += 1;
      if (visit(text.slice(start, end), number, true) === 'stop') return;
      start = end + 1;
    }
    rest = text.slice(start);
  }
  if (rest !== '') visit(rest, number + 1, false);
}
