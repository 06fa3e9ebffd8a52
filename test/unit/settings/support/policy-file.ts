/** Policy files of tests, which are deleted after the test. */
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readPolicy } from '../../../../main/settings/policy/policy.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { isWindows } from '../../../support/unit/posix.ts';
import { removeFolder } from '../../../support/unit/remove-folder.ts';

export const ownUid = process.getuid?.() ?? 0;
/** A path that may name a program on this system. */
export const PROGRAM = isWindows ? 'C:\\sso\\keys.exe' : '/opt/sso/keys';
/** The same in JSON. */
export const PROGRAM_JSON = JSON.stringify(PROGRAM);

const languages = ['en', 'zh-CN'];

/** Reads a policy file with the given content, which the user of the test may own. */
export function policyFile(content: string | Buffer, mode = 0o644): string {
  const folder = mkdtempSync(join(tmpdir(), 'standby-policy-'));
  onTestFinished(() => removeFolder(folder));
  const path = join(folder, 'policy.json');
  writeFileSync(path, content);
  chmodSync(path, mode);
  return path;
}

export const options = { languages, time: systemClock };
/** Ids that count as administrators: root, who owns the parent folders, and the given one. */
export const toLocation = (path: string, owner = ownUid) =>
  ({ kind: 'file', path, owners: [0, owner] }) as const;

type FileOptions = { mode?: number; owner?: number };

/** Reads a policy with the given content. */
export const read = (content: string | Buffer, { mode, owner = ownUid }: FileOptions = {}) =>
  readPolicy(toLocation(policyFile(content, mode), owner), options);
