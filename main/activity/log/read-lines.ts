/** Reads a file line by line without blocking the event loop. */
import { isNotFound } from '../../../shared/errors.ts';
import { open, type FileHandle } from 'node:fs/promises';
import { toLogError, type LogError } from './log-error.ts';

const CHUNK_BYTES = 1 << 20;

/**
 * Receives a line, without its newline, one character per byte (Latin-1).
 * The last line may lack its newline in the file.
 */
export type LineVisitor = (line: string) => void;

/**
 * Visits every line of a file, reading 1 MB at a time so that the app stays responsive. Bytes appended meanwhile are not
 * read. A missing file has no lines.
 */
export async function readLines(path: string, visit: LineVisitor): Promise<LogError | null> {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
    await scan(file, visit);
    return null;
  } catch (error) {
    return isNotFound(error) ? null : toLogError(error);
  } finally {
    await file?.close();
  }
}

async function scan(file: FileHandle, visit: LineVisitor): Promise<void> {
  const { size } = await file.stat();
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  let rest = '';
  for (let position = 0; position < size;) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(CHUNK_BYTES, size - position), position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const text = rest + chunk.toString('latin1', 0, bytesRead);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      visit(text.slice(start, end));
      start = end + 1;
    }
    rest = text.slice(start);
  }
  if (rest !== '') visit(rest);
}
