import { readdirSync, readFileSync } from 'node:fs';

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
