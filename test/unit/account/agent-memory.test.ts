/** What the settings remember of an agent is forgotten with the next one, however the account is set up. */
import { expect, test } from 'vitest';
import { NO_AGENT_MEMORY } from '../../../main/settings/agent-memory.ts';
import { defaultSettings } from '../../../main/settings/schema.ts';
import { createHarness, form } from './support/account-harness.ts';

const dentist = { status: 'rest', reason: 'Dentist' } as const;
const remembered = {
  lastAwayChoice: dentist,
  reasonDurations: [{ ...dentist, minutes: 30 as const }],
  recentChoices: [{ ...dentist, minutes: 30 as const }],
};

test('new settings remember nothing of an agent', () => {
  expect(defaultSettings('linux')).toMatchObject(NO_AGENT_MEMORY);
});

test.each([
  ['the same account in other letters', { agent: 'Mei.Lin@Example.com' }, remembered],
  ['the same agent at another site', { edition: 'mainland' as const }, remembered],
  ['another agent', { agent: 'wei@example.com' }, NO_AGENT_MEMORY],
])('%s is saved', async (_what, typed, expected) => {
  const { account, settings, change } = createHarness();
  await account.save(form);
  change(remembered);
  expect(await account.save({ ...form, ...typed })).toMatchObject({ outcome: 'saved' });
  expect(settings()).toMatchObject(expected);
});

test('the simulator forgets nothing of the agent', async () => {
  const { account, settings, change } = createHarness();
  await account.save(form);
  change(remembered);
  await account.useSimulator();
  await account.leaveSimulator();
  expect(settings()).toMatchObject(remembered);
});
