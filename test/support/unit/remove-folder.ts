import { rm } from 'node:fs/promises';

/**
 * Deletes a folder with all that is in it. Windows refuses it while a file in it is being closed, which takes turns of the event
 * loop: a synchronous deletion would wait in vain.
 */
export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
