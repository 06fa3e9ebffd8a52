import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Finds the running processes that were started with an argument, such as a folder. */
export function findProcesses(argument: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readCommandLine(pid).includes(argument))
    .map(Number);
}

/** Finds the renderer processes of an app with this profile. */
export function findRendererProcesses(profileDir: string): number[] {
  return findProcesses(profileDir).filter((pid) => readCommandLine(String(pid)).includes('--type=renderer'));
}

/** A process as a failed test names it. */
export function describeProcess(pid: number): string {
  return `${pid} ${readCommandLine(String(pid)).replaceAll('\0', ' ')}`;
}

function readCommandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}

/**
 * Reads the arguments with which a process was started, without the program. Chromium rewrites its arguments as one text that
 * is joined by spaces, so no argument, nor the program's path, may contain a space.
 */
export function readArguments(pid: number): string[] {
  return readCommandLine(String(pid))
    .split(/[\0 ]/)
    .slice(1)
    .filter((arg) => arg !== '');
}

/** Sandbox of a renderer process. */
export interface RendererSandbox {
  /** The kernel's mode of filtering system calls: 2 with Chromium's sandbox, 0 without. */
  seccomp: string | undefined;
  /** Whether its user, process and network namespaces differ from those of the tests. */
  ownNamespaces: boolean;
}

/** Reads the sandboxes of a profile's renderer processes from the kernel. */
export function readRendererSandboxes(profileDir: string): RendererSandbox[] {
  const profileProcesses = new Set(findProcesses(profileDir));
  return findProcesses('--type=renderer')
    .filter((pid) => profileProcesses.has(pid))
    .map((pid) => ({
      seccomp: /^Seccomp:\t(\d)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
      ownNamespaces: ['user', 'pid', 'net'].every(
        (kind) => readNamespace(pid, kind) !== readNamespace('self', kind),
      ),
    }));
}

function readNamespace(pid: number | 'self', kind: string): string {
  return readlinkSync(`/proc/${pid}/ns/${kind}`);
}
