import process from 'node:process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { enterSession, sessionCount } from '../../../scripts/test/desktop-session.mjs';

const further = [{ DISPLAY: ':2', HOME: '/second' }, { DISPLAY: ':3' }];

beforeEach(() => {
  vi.stubEnv('DISPLAY', ':1');
  vi.stubEnv('WAYLAND_DISPLAY', 'of the person');
  vi.stubEnv('HOME', '/first');
  vi.stubEnv('STANDBY_DESKTOP_SESSION', undefined);
  vi.stubEnv('STANDBY_FURTHER_SESSIONS', JSON.stringify(further));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const enterAs = (parallelIndex: string | undefined) => {
  vi.stubEnv('TEST_WORKER_INDEX', parallelIndex === undefined ? undefined : '7');
  vi.stubEnv('TEST_PARALLEL_INDEX', parallelIndex);
  enterSession();
  const { DISPLAY, WAYLAND_DISPLAY, HOME } = process.env;
  return { DISPLAY, WAYLAND_DISPLAY, HOME };
};

test('each worker of Playwright enters a session of its own, the first one that of its parent', () => {
  expect(enterAs('0')).toEqual({ DISPLAY: ':1', WAYLAND_DISPLAY: 'of the person', HOME: '/first' });
  expect(enterAs('1')).toEqual({ DISPLAY: ':2', WAYLAND_DISPLAY: undefined, HOME: '/second' });
  expect(enterAs('2')).toMatchObject({ DISPLAY: ':3' });
});

test('a process that runs no tests stays where it is', () => {
  expect(enterAs(undefined)).toMatchObject({ DISPLAY: ':1', WAYLAND_DISPLAY: 'of the person' });
});

test('there is one session unless more are asked for', () => {
  vi.stubEnv('STANDBY_SESSION_COUNT', undefined);
  expect(sessionCount()).toBe(1);
  vi.stubEnv('STANDBY_SESSION_COUNT', '3');
  expect(sessionCount()).toBe(3);
});
