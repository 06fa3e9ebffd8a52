/** Disk errors of the activity log, as values. */
import { errorCode, errorMessage } from '../../../shared/errors.ts';

export type LogError = {
  /** `readOnly`: no write permission. `diskFull`: no space, or the quota is used up. `disk`: any other error. */
  kind: 'diskFull' | 'readOnly' | 'disk';
  /** System error code, "ENOSPC"; `''` if there is none. */
  code: string;
  /** Error message of the system. */
  message: string;
};

const kinds: Readonly<Record<string, LogError['kind']>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
};

/** Converts an error thrown by a file operation. */
export function toLogError(error: unknown): LogError {
  const code = errorCode(error);
  const message = errorMessage(error);
  return { kind: kinds[code] ?? 'disk', code, message };
}
