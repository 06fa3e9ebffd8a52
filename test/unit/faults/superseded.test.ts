import { expect, test } from 'vitest';
import type { StatusChoice } from '../../../shared/domain.ts';
import { createInvariantChecker, type Step } from '../../support/unit/hostile/invariant-checker.ts';

// Regression tests: sequences that once caused a wrong state or left an intent unfinished. The property tests found
// most of them, but rarely.

const free: StatusChoice = { status: 'free', reason: '' };
const lunch: StatusChoice = { status: 'rest', reason: 'Lunch' };
const requestStatus = (choice: StatusChoice): Step => ({ type: 'requestStatus', choice });
const sleepHour: Step = { type: 'sleep', milliseconds: 3_600_000 };
const answerInCall: Step = { type: 'resolveSwitch', how: { answer: 'inCall', reserved: true } };
const currentReading: Step = { type: 'resolveReading', how: { answer: 'now' } };
const olderReading: Step = { type: 'resolveReading', how: { answer: 'then' } };
const refused = (kind: 'rateLimited' | 'notPermitted'): Step => ({
  type: 'resolveSwitch',
  how: { answer: 'refused', kind },
});

async function runSteps(...steps: Step[]) {
  const checker = createInvariantChecker([0.5]);
  for (const step of steps) await checker.run(step);
  return checker;
}

test('an intent to be Free that waited for the request before it is not sent after a sleep', async () => {
  const { state, contactCenter } = await runSteps(
    requestStatus(lunch),
    requestStatus(free),
    sleepHour,
    refused('notPermitted'),
  );
  expect(contactCenter.switchesOpen()).toEqual([]);
  expect(state()).toMatchObject({
    intent: null,
    failure: { kind: 'freeConfirmationRequired', choice: free },
  });
});

test('an intent to be Free does not become stale while the request before it is in flight', async () => {
  const { state, contactCenter } = await runSteps(
    requestStatus(free),
    answerInCall,
    requestStatus(lunch),
    requestStatus(free),
    sleepHour,
    olderReading,
  );
  expect(contactCenter.switchesOpen()).toHaveLength(1);
  expect(state().intent).toMatchObject({ choice: free, phase: { type: 'queued' } });
});

test('an intent to be Free whose request was interrupted by sleep does not wait for the rate limit', async () => {
  const { state } = await runSteps(requestStatus(free), sleepHour, refused('rateLimited'));
  expect(state()).toMatchObject({
    intent: null,
    failure: { kind: 'freeConfirmationRequired', choice: free },
  });
});

test('a reading from before a switch of unknown outcome does not count as the status after it', async () => {
  const lost: Step = { type: 'resolveSwitch', how: { answer: 'lost', kind: 'agentMissing', applied: true } };
  const checker = await runSteps({ type: 'refresh' }, requestStatus(lunch), lost, olderReading);
  expect(checker.state()).toMatchObject({ confirmed: null, failure: { kind: 'agentMissing' } });
  await checker.run(currentReading);
  expect(checker.state().confirmed).toMatchObject(lunch);
});

test('a reading from before the switch does not hide the reservation for after the call', async () => {
  const { state } = await runSteps(
    { type: 'refresh' },
    requestStatus(lunch),
    answerInCall,
    olderReading,
    currentReading,
  );
  expect(state()).toMatchObject({
    intent: null,
    failure: null,
    confirmed: { status: 'busy', afterCall: 'rest' },
  });
});

test('a newer intent does not wait for the reading after the older one', async () => {
  const { state, contactCenter } = await runSteps(requestStatus(lunch), requestStatus(free), answerInCall);
  expect(state().intent).toMatchObject({ choice: free, phase: { type: 'sending' } });
  expect(contactCenter.switchesOpen()).toHaveLength(1);
});

test('"try again" does not send a switch again while its reading is in flight', async () => {
  const { state, contactCenter } = await runSteps(requestStatus(lunch), answerInCall, { type: 'retryNow' });
  expect(contactCenter.switchesOpen()).toEqual([]);
  expect(state().intent?.choice).toEqual(lunch);
});

test('another account is read at once, even while a reading of the previous one is in flight', async () => {
  const { contactCenter } = await runSteps({ type: 'refresh' }, { type: 'reset' });
  expect(contactCenter.readingsOpen()).toHaveLength(1);
});
