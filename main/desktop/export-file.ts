import { dialog } from 'electron';
import { writeFile } from 'node:fs/promises';
import type { ExportResult } from '../../preload/contract/day.ts';

/** Asks where to save a text, and saves it there. */
export async function exportFile(suggestedName: string, text: string): Promise<ExportResult> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: suggestedName });
  if (canceled || filePath === '') return { outcome: 'cancelled' };
  try {
    await writeFile(filePath, text);
    return { outcome: 'saved', file: filePath };
  } catch (error) {
    return { outcome: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}
