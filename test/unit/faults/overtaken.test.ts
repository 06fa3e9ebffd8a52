import { expect, test } from 'vitest';
import type { Choice } from '../../../preload/contract/vocabulary.ts';
import { watchedService, type Step } from '../../support/unit/hostile/watched-service.ts';

// Sequences that once made the app say something false, or leave something undone. The properties found most of them, but
// rarely; here they are for good.

const free: Choice = { status: 'free', reason: '' };
const lunch: Choice = { status: 'rest', reason: 'Lunch' };
const choose = (choice: Choice): Step => ({ do: 'choose', choice });
const anHour: Step = { do: 'sleep', milliseconds: 3_600_000 };
const inCall: Step = { do: 'answerSwitch', how: { answer: 'inCall', reserved: true } };
const truth: Step = { do: 'answerReading', how: { answer: 'now' } };
const asItWas: Step = { do: 'answerReading', how: { answer: 'then' } };
const refused = (kind: 'rateLimited' | 'notPermitted'): Step => ({
  do: 'answerSwitch',
  how: { answer: 'refused', kind },
});

async function after(...steps: Step[]) {
  const watched = watchedService([0.5]);
  for (const step of steps) await watched.run(step);
  return watched;
}

test('a wish to be free that waited for the request before it is not sent after a sleep', async () => {
  const { state, centre } = await after(choose(lunch), choose(free), anHour, refused('notPermitted'));
  expect(centre.switchesOpen()).toEqual([]);
  expect(state()).toMatchObject({ wish: null, failure: { kind: 'freeWishStale', choice: free } });
});

test('nor is it declared old while the request before it is still in flight', async () => {
  const { state, centre } = await after(choose(free), inCall, choose(lunch), choose(free), anHour, asItWas);
  expect(centre.switchesOpen()).toHaveLength(1);
  expect(state().wish).toMatchObject({ choice: free, phase: { name: 'queued' } });
});

test('a wish to be free whose request was slept through does not begin to wait in a crowd', async () => {
  const { state } = await after(choose(free), anHour, refused('rateLimited'));
  expect(state()).toMatchObject({ wish: null, failure: { kind: 'freeWishStale', choice: free } });
});

test('what was read before a switch of unknown outcome is not taken for the truth after it', async () => {
  const lost: Step = { do: 'answerSwitch', how: { answer: 'lost', kind: 'agentMissing', applied: true } };
  const watched = await after({ do: 'refresh' }, choose(lunch), lost, asItWas);
  expect(watched.state()).toMatchObject({ proved: null, failure: { kind: 'agentMissing' } });
  await watched.run(truth);
  expect(watched.state().proved).toMatchObject(lunch);
});

test('a reading from before the switch does not hide that it is kept for after the call', async () => {
  const { state } = await after({ do: 'refresh' }, choose(lunch), inCall, asItWas, truth);
  expect(state()).toMatchObject({ wish: null, failure: null, proved: { status: 'busy', afterCall: 'rest' } });
});

test('a newer wish does not wait until the older one has been read back', async () => {
  const { state, centre } = await after(choose(lunch), choose(free), inCall);
  expect(state().wish).toMatchObject({ choice: free, phase: { name: 'sending' } });
  expect(centre.switchesOpen()).toHaveLength(1);
});

test('"try again" does not send once more what is being read back', async () => {
  const { state, centre } = await after(choose(lunch), inCall, { do: 'tryAgain' });
  expect(centre.switchesOpen()).toEqual([]);
  expect(state().wish?.choice).toEqual(lunch);
});

test('another account is read at once, though the reading of the one before has not come back', async () => {
  const { centre } = await after({ do: 'refresh' }, { do: 'reset' });
  expect(centre.readingsOpen()).toHaveLength(1);
});
