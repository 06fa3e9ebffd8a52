import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The processes that were started with an argument, such as a folder; those that have ended count no more. */
export function processesWith(argument: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLineOf(pid).includes(argument))
    .map(Number);
}

/** The processes of the pages of an app with this profile. */
export function pagesOf(profileDir: string): number[] {
  return processesWith(profileDir).filter((pid) => commandLineOf(String(pid)).includes('--type=renderer'));
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It has ended since the folder was read.
  }
}

/**
 * The arguments with which a process was started, without the program itself. A process may have joined its own by blanks
 * since, as Chromium does: none of them, nor the program's path, may have a blank in it.
 */
export function argumentsOf(pid: number): string[] {
  return commandLineOf(String(pid))
    .split(/[\0 ]/)
    .slice(1)
    .filter((arg) => arg !== '');
}

/** What confines the processes in which the pages of a profile run. */
export interface Confinement {
  /** The kernel's mode of filtering system calls: 2 with Chromium's sandbox, 0 without. */
  seccomp: string | undefined;
  /** Whether it has user, process and network namespaces of its own: others than the tests. */
  ownNamespaces: boolean;
}

/** Reads from the kernel how the processes of a profile's pages are confined. */
export function confinementOfPages(profileDir: string): Confinement[] {
  const ofProfile = new Set(processesWith(profileDir));
  return processesWith('--type=renderer')
    .filter((pid) => ofProfile.has(pid))
    .map((pid) => ({
      seccomp: /^Seccomp:\t(\d)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
      ownNamespaces: ['user', 'pid', 'net'].every((kind) => namespace(pid, kind) !== namespace('self', kind)),
    }));
}

function namespace(pid: number | 'self', kind: string): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`);
}
