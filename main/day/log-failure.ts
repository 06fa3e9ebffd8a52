/** What can go wrong between the day log and the disk, as a value. */
export type LogFailure = {
  /** `readOnly`: the profile cannot be written to. `diskFull`: no room, or a quota used up. `disk`: anything else. */
  kind: 'diskFull' | 'readOnly' | 'disk';
  /** The system's code, "ENOSPC"; `''` when it gave none. */
  code: string;
  /** The system's own words. */
  message: string;
};

const kinds: Readonly<Record<string, LogFailure['kind']>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
};

/** Names what a file operation threw. */
export function logFailure(error: unknown): LogFailure {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return { kind: kinds[code] ?? 'disk', code, message };
}

/** Whether a file operation threw because there is no such file. */
export function isAbsent(error: unknown): boolean {
  return errorCode(error) === 'ENOENT';
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
