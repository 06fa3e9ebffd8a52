import { rmSync } from 'node:fs';

/** Deletes a folder with all that is in it. Windows refuses it for a moment while a file in it is being closed. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
