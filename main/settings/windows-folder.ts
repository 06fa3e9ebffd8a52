/** Where Windows is, from Windows itself: environment variables such as SystemRoot are what whoever started this wrote in them. */
import { win32 } from 'node:path';
import * as z from 'zod/mini';

/** What Node's diagnostic report tells of the modules that this process has loaded. */
const report = z.object({ sharedObjects: z.array(z.string()) });

/**
 * The System32 folder; null where it cannot be told, as on every other system.
 *
 * The kernel maps ntdll.dll into each process before anything of it runs, from a section that only it makes. Its path is
 * therefore the system's, whatever the environment says.
 * @param loaded absolute paths of the modules of this process; those of this process unless told
 */
export function systemFolder(loaded: readonly string[] = loadedModules()): string | null {
  const ntdll = loaded.find((path) => /^[A-Za-z]:\\(?:[^\\/:*?"<>|]+\\)+ntdll\.dll$/i.test(path));
  return ntdll === undefined ? null : win32.dirname(ntdll);
}

let modules: string[] | null = null;

/** Asked once: a report takes some 10 ms. It stays in memory. */
function loadedModules(): string[] {
  if (modules) return modules;
  // Where it is known (from Node 20.13), the report asks no name service for the other ends of open connections.
  Reflect.set(process.report, 'excludeNetwork', true);
  const read = report.safeParse(process.report.getReport());
  modules = read.success ? read.data.sharedObjects : [];
  return modules;
}
