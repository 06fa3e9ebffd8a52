import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createWaveRecord } from '../../../main/team/wave-record.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';
import { accountsOf } from './support/accounts.ts';
import { targetsOf } from './support/team-model.ts';

it('a record is readable by its owner only', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'standby-waves-'));
  onTestFinished(() => removeFolder(parent));
  const folder = join(parent, 'waves');
  const wave = { undoes: null, origin: 'https://x', sdkAppId: 1, targets: targetsOf(accountsOf(1)) };
  const created = await createWaveRecord(folder, wave, createVirtualClock());
  if (!created.ok) throw new Error(created.code);
  await created.record.close({ how: 'finished', failure: null });
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, `${created.record.id}.jsonl`)).mode & 0o777).toBe(0o600);
});
