import { expect, onTestFinished, test, vi } from 'vitest';
import { createAccountParts } from '../../../main/app/account-parts.ts';
import { createCloud } from '../../../main/app/cloud.ts';
import { createCommands } from '../../../main/app/commands.ts';
import { createDayParts } from '../../../main/app/day-parts.ts';
import { createHandlers } from '../../../main/app/handlers.ts';
import { createReasonBook } from '../../../main/app/reason-book.ts';
import { createSettingsParts } from '../../../main/app/settings-parts.ts';
import { createShortcutDesk } from '../../../main/app/shortcut-desk.ts';
import { createPresenceWatch } from '../../../main/automation/presence-watch.ts';
import { createReadingSchedule } from '../../../main/status/reading-schedule.ts';
import { createStatusService } from '../../../main/status/service.ts';

/** Ports of which each can be taken and none called: a call throws, and is written down should somebody catch it. */
function untouchable(calls: string[], path = 'ports'): object {
  return new Proxy(() => {}, {
    get: (_port, name): object => untouchable(calls, `${path}.${String(name)}`),
    apply: () => {
      calls.push(path);
      throw new Error(`called while it was made: ${path}`);
    },
  });
}

const services = {
  createAccountParts,
  createCloud,
  createCommands,
  createDayParts,
  createHandlers,
  createReasonBook,
  createSettingsParts,
  createShortcutDesk,
  createPresenceWatch,
  createReadingSchedule,
  createStatusService,
};

test.each(Object.entries(services))('%s: nothing acts while it is made', (_name, create) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const calls: string[] = [];
  const make = create as (ports: object) => unknown;
  expect(make(untouchable(calls))).toBeTypeOf('object');
  expect(calls).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
