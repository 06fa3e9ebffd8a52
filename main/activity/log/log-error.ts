/** Disk errors of the activity log, as values. */
import { isLocked } from '../../runtime/retry-locked.ts';
import { errorCode, errorMessage } from '../../../shared/errors.ts';

export type LogError = {
  /** `locked`: on Windows another program may have the file open. `readOnly`: no write permission. `diskFull`: no space, or the quota is used up. `disk`: any other error. */
  kind: 'locked' | 'diskFull' | 'readOnly' | 'disk';
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
export function toLogError(error: unknown, platform: NodeJS.Platform = process.platform): LogError {
  const code = errorCode(error);
  const message = errorMessage(error);
  return { kind: isLocked(error, platform) ? 'locked' : (kinds[code] ?? 'disk'), code, message };
}
