/** Saves and opens files that the agent picks in system dialogs. */
import { shell } from 'electron';
import { mkdir } from 'node:fs/promises';
import type { ExportResult } from '../../../shared/activity.ts';
import { readLimited } from '../../runtime/read-limited.ts';
import { replaceFile } from '../../runtime/save-atomically.ts';
import { decodeText } from '../../settings/text-file.ts';
import { showOpen, showSave } from './dialogs.ts';
import type { LockRetry } from '../../runtime/retry-locked.ts';
import { errorMessage } from '../../../shared/errors.ts';

/** Shows a save dialog and writes the text to the chosen file, readable only by its owner. */
export async function exportFile(
  suggestedName: string,
  text: string,
  retry: LockRetry,
): Promise<ExportResult> {
  const { canceled, filePath } = await showSave({ defaultPath: suggestedName });
  if (canceled || filePath === '') return { outcome: 'cancelled' };
  try {
    await replaceFile(filePath, text, { retry });
    return { outcome: 'saved', file: filePath };
  } catch (error) {
    return { outcome: 'failed', message: errorMessage(error) };
  }
}

export type PickedFile =
  | { outcome: 'picked'; file: string; text: string }
  | { outcome: 'cancelled' }
  | { outcome: 'unreadable'; file: string; message: string };

/** Shows an open dialog for a JSON file and reads it. */
export async function pickJsonFile(): Promise<PickedFile> {
  const filters = [{ name: 'JSON', extensions: ['json'] }];
  const { canceled, filePaths } = await showOpen({ properties: ['openFile'], filters });
  const [file] = filePaths;
  if (canceled || file === undefined) return { outcome: 'cancelled' };
  try {
    const decoded = decodeText(await readLimited(file));
    return decoded.ok
      ? { outcome: 'picked', file, text: decoded.text }
      : { outcome: 'unreadable', file, message: decoded.message };
  } catch (error) {
    return { outcome: 'unreadable', file, message: errorMessage(error) };
  }
}

/** Shows a folder of the app in the desktop's file manager. Creates it if nothing was written to it yet. */
export async function showFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await shell.openPath(folder);
}
