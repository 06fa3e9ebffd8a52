import { expect, test } from 'vitest';
import { guardStore } from '../../../main/status/guarded-store.ts';
import { initialAgentState, type AgentStore } from '../../../main/status/state.ts';
import { appState, confirmed } from '../../support/app-state.ts';

/** Creates a guarded store whose port can be made to throw, before or after it has done its work. */
function createHarness() {
  let state = initialAgentState();
  const breaks = { reading: false, listener: false };
  const faults: unknown[] = [];
  const port: AgentStore = {
    get: () => {
      if (breaks.reading) throw new Error('cannot be read');
      return state;
    },
    update: (change) => {
      state = change(state);
      if (breaks.listener) throw new Error('the tray is gone');
    },
  };
  return { store: guardStore(port, (error) => faults.push(error)), breaks, faults, state: () => state };
}

const resting = appState({ confirmed: confirmed({ status: 'rest' }) }).agent;

test('a working store is passed through, and nothing is reported', () => {
  const { store, faults, state } = createHarness();
  store.update(() => resting);
  expect([store.get(), state(), faults]).toEqual([resting, resting, []]);
});

test('a listener that throws is reported, and the change is applied', () => {
  const { store, breaks, faults } = createHarness();
  breaks.listener = true;
  store.update(() => resting);
  expect(store.get()).toBe(resting);
  expect(faults).toEqual([new Error('the tray is gone')]);
});

test('a store that throws on reading returns its last state, and before any reading the initial one', () => {
  const { store, breaks, faults } = createHarness();
  breaks.reading = true;
  expect(store.get()).toEqual(initialAgentState());
  breaks.reading = false;
  store.update(() => resting);
  store.get();
  breaks.reading = true;
  expect(store.get()).toBe(resting);
  expect(faults).toEqual([new Error('cannot be read'), new Error('cannot be read')]);
});
