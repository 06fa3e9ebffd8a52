/** Heap snapshots of the app's processes, in which a test looks for secrets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { RunningApp } from './app.ts';

/** Takes a heap snapshot of the page. */
export async function takeRendererHeapSnapshot(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** Takes a heap snapshot of the main process. */
export async function takeMainHeapSnapshot({
  electron,
  profileDir,
}: Pick<RunningApp, 'electron' | 'profileDir'>): Promise<Buffer> {
  const file = join(profileDir, '..', 'main.heapsnapshot');
  await electron.evaluate((_electron, path) => {
    process.getBuiltinModule('node:v8').writeHeapSnapshot(path);
  }, file);
  return readFileSync(file);
}
