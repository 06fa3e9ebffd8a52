/** The environment that a program gets on Windows. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { createRunProcess } from '../../../main/account/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import { owners, programOf } from './support/programs.ts';

test('a program gets the variables of Windows that a sign-in needs, and no others', async () => {
  vi.stubEnv('COMPUTERNAME', 'DESK-7');
  vi.stubEnv('USERDNSDOMAIN', 'CORP.EXAMPLE');
  vi.stubEnv('PSModulePath', 'C:\\Users\\mei\\Modules');
  vi.stubEnv('STANDBY_SECRET', 'of this process');
  onTestFinished(() => void vi.unstubAllEnvs());
  const run = createRunProcess({ time: systemClock, owners });
  const { stdout } = await run(programOf('console.log(JSON.stringify(process.env))'));
  const environment = JSON.parse(stdout) as Record<string, string>;
  expect(environment).toMatchObject({ COMPUTERNAME: 'DESK-7', USERDNSDOMAIN: 'CORP.EXAMPLE' });
  expect(Object.keys(environment)).not.toContain('PSModulePath');
  expect(Object.keys(environment)).not.toContain('STANDBY_SECRET');
});
