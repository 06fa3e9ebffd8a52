/** Finds the Windows system folder without environment variables such as SystemRoot, which the parent process controls. */
import { win32 } from 'node:path';
import * as z from 'zod/mini';

/** The part of Node's diagnostic report that lists the loaded modules. */
const report = z.object({ sharedObjects: z.array(z.string()) });

/**
 * The System32 folder; null if unknown, as on every other system.
 *
 * The kernel maps ntdll.dll into each process before any of its code runs, from a section that only the kernel creates. Its
 * path is therefore independent of the environment.
 * @param modulePaths absolute paths of loaded modules; default are those of this process
 */
export function systemFolder(modulePaths: readonly string[] = loadedModules()): string | null {
  const ntdll = modulePaths.find((path) => /^[A-Za-z]:\\(?:[^\\/:*?"<>|]+\\)+ntdll\.dll$/i.test(path));
  return ntdll === undefined ? null : win32.dirname(ntdll);
}

let modules: string[] | null = null;

/** Cached: a report takes some 10 ms. */
function loadedModules(): string[] {
  if (modules) return modules;
  // From Node 20.13 on: the report does no reverse DNS lookups of open connections.
  Reflect.set(process.report, 'excludeNetwork', true);
  const read = report.safeParse(process.report.getReport());
  modules = read.success ? read.data.sharedObjects : [];
  return modules;
}
