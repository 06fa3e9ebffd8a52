import { expect, onTestFinished, test, vi } from 'vitest';
import { createAccountServices } from '../../../main/app/services/account-services.ts';
import { createSignInService } from '../../../main/app/services/sign-in-service.ts';
import { createStatusGateway } from '../../../main/app/status-gateway.ts';
import { createCommands } from '../../../main/app/commands.ts';
import { createActivityServices } from '../../../main/app/services/activity-services.ts';
import { createHandlers } from '../../../main/app/ipc-handlers.ts';
import { createReasonSettings } from '../../../main/app/services/reason-settings.ts';
import { createSeenReasons } from '../../../main/app/services/seen-reasons.ts';
import { createSettingsService } from '../../../main/app/services/settings-service.ts';
import { createShortcutSettings } from '../../../main/app/services/shortcut-settings.ts';
import { createTeamGateway } from '../../../main/app/team/team-gateway.ts';
import { createTeamHandlers } from '../../../main/app/team/team-handlers.ts';
import { createTeamService } from '../../../main/team/team-service.ts';
import { createPresenceWatch } from '../../../main/automation/presence-watch.ts';
import { createStatusPoller } from '../../../main/status/status-poller.ts';
import { createStatusService } from '../../../main/status/service.ts';

/** Ports that can be passed but not called: a call throws, and is recorded in case the error is caught. */
function untouchable(calls: string[], path = 'ports'): object {
  return new Proxy(() => {}, {
    get: (_port, name): object => untouchable(calls, `${path}.${String(name)}`),
    apply: () => {
      calls.push(path);
      throw new Error(`called while it was made: ${path}`);
    },
  });
}

/** The sign-in of the company is created only if it was loaded. */
const withSignIn = (deps: object): object =>
  new Proxy(deps, {
    get: (ports, name): unknown => (name === 'createSignIn' ? createSignInService : Reflect.get(ports, name)),
  });

const services = {
  createAccountServices: (deps: object) =>
    (createAccountServices as (deps: object) => unknown)(withSignIn(deps)),
  createSignInService,
  createStatusGateway,
  createCommands,
  createActivityServices,
  createHandlers,
  createReasonSettings,
  createSeenReasons,
  createSettingsService,
  createShortcutSettings,
  createPresenceWatch,
  createStatusPoller,
  createStatusService,
  createTeamGateway,
  createTeamHandlers,
  createTeamService,
};

test.each(Object.entries(services))('%s has no effects during construction', (_name, create) => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const calls: string[] = [];
  const make = create as (deps: object) => unknown;
  expect(make(untouchable(calls))).toBeTypeOf('object');
  expect(calls).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
