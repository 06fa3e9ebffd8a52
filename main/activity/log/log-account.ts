/** The account that an activity log belongs to, and the name of its file. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { text } from '../../../shared/limits.ts';

/** Account fields stored with each entry: agent, endpoint, application, and whether it was the simulator. */
export const logAccount = z.object({
  mode: z.enum(['account', 'simulator']),
  /** Origin of the service's URL. */
  endpoint: text('message'),
  /** Null: the company's gateway knows it. */
  sdkAppId: z.nullable(z.int()),
  agent: text('message'),
});
export type LogAccount = z.infer<typeof logAccount>;

/** File name of the log in versions that kept all accounts in one file. */
export const LEGACY_FILE = 'day-log.jsonl';

const logName = /^day-log(?:-\w+)?\.jsonl$/;

/** Whether a file of the profile is an activity log, of any account. */
export function isLogFile(name: string): boolean {
  return logName.test(name);
}

/**
 * File name of an account's log: a hash of agent, application and origin, because their text may contain characters that
 * file names cannot. The same agent gets the same file. The simulator has one file, because its port differs on each run.
 */
export function toLogFileName({ mode, endpoint, sdkAppId, agent }: LogAccount): string {
  if (mode === 'simulator') return 'day-log-simulator.jsonl';
  const identity = JSON.stringify([endpoint, sdkAppId, agent]);
  return `day-log-${createHash('sha256').update(identity).digest('hex').slice(0, 16)}.jsonl`;
}

/** File that receives incomplete last lines of a log. */
export function toSideFileName(logFile: string): string {
  return logFile.replace(/jsonl$/, 'torn');
}

/** Whether all fields are equal. */
export function isSameAccount(one: LogAccount | null, other: LogAccount | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.mode === other.mode &&
    one.endpoint === other.endpoint &&
    one.sdkAppId === other.sdkAppId &&
    one.agent === other.agent
  );
}
