import { expect, it } from 'vitest';
import { initialState, next } from '../../../scripts/dev/restart-plan.mjs';

type DevEvent = Parameters<typeof next>[1];

/** What is done at each of these events, one after the other. */
function actions(...events: DevEvent[]): unknown[] {
  let state = initialState(['main', 'preload']);
  return events.map((event) => {
    const step = next(state, event);
    state = step.state;
    return step.action.type === 'exit' ? `exit ${step.action.code}` : step.action.type;
  });
}

const built = (part: string): DevEvent => ({ type: 'built', part });
const failed = (part: string): DevEvent => ({ type: 'failed', part });
const ended = (code: number): DevEvent => ({ type: 'ended', code });
const started = [built('main'), built('preload')];

it('starts the app when all of it is built for the first time', () => {
  expect(actions(...started)).toEqual(['none', 'start']);
});

it('stops it at a change, and starts it anew once it has ended', () => {
  expect(actions(...started, built('main'), ended(0)).slice(2)).toEqual(['stop', 'start']);
});

it('makes one restart of all that changes while it stops', () => {
  const events = [built('main'), built('preload'), built('main'), ended(143)];
  expect(actions(...started, ...events).slice(2)).toEqual(['stop', 'none', 'none', 'start']);
});

it('leaves the app alone when a build fails, and restarts it with what mends that', () => {
  const events = [failed('main'), built('preload'), built('main')];
  expect(actions(...started, ...events).slice(2)).toEqual(['none', 'none', 'stop']);
});

it('does not start what no longer builds by the time the app has ended', () => {
  const events = [built('main'), failed('main'), ended(0), built('main')];
  expect(actions(...started, ...events).slice(2)).toEqual(['stop', 'none', 'none', 'start']);
});

it('ends when the app was quit, with its exit code', () => {
  expect(actions(...started, ended(3)).at(-1)).toBe('exit 3');
});

it('at Ctrl+C waits for the end of the app, whether it runs or stops already', () => {
  expect(actions(...started, { type: 'quit' }, ended(143)).slice(2)).toEqual(['stop', 'exit 0']);
  expect(actions(...started, built('main'), { type: 'quit' }, ended(0)).slice(2)).toEqual([
    'stop',
    'none',
    'exit 0',
  ]);
  expect(actions({ type: 'quit' })).toEqual(['exit 0']);
});
