/** Files that the agent picks in the system's own dialogs. */
import { dialog, shell } from 'electron';
import { mkdir, readFile } from 'node:fs/promises';
import type { ExportResult } from '../../preload/contract/day.ts';
import { decodeText } from '../settings/text-file.ts';
import { writePrivately } from './private-file.ts';

/** Asks where to save a text, and saves it there. */
export async function exportFile(suggestedName: string, text: string): Promise<ExportResult> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: suggestedName });
  if (canceled || filePath === '') return { outcome: 'cancelled' };
  try {
    await writePrivately(filePath, text);
    return { outcome: 'saved', file: filePath };
  } catch (error) {
    return { outcome: 'failed', message: messageOf(error) };
  }
}

export type PickedFile =
  | { outcome: 'picked'; file: string; text: string }
  | { outcome: 'cancelled' }
  | { outcome: 'unreadable'; file: string; message: string };

/** Asks for a JSON file, and reads it. */
export async function pickJsonFile(): Promise<PickedFile> {
  const filters = [{ name: 'JSON', extensions: ['json'] }];
  const { canceled, filePaths } = await dialog.showOpenDialog({ properties: ['openFile'], filters });
  const [file] = filePaths;
  if (canceled || file === undefined) return { outcome: 'cancelled' };
  try {
    const decoded = decodeText(await readFile(file));
    return decoded.ok
      ? { outcome: 'picked', file, text: decoded.text }
      : { outcome: 'unreadable', file, message: decoded.message };
  } catch (error) {
    return { outcome: 'unreadable', file, message: messageOf(error) };
  }
}

/** Shows a folder of ours in the desktop's file manager; makes it where nothing has been written to it yet. */
export async function showFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await shell.openPath(folder);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
