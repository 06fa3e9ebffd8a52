/**
 * Fake of `window.standby`. Served as a script that runs before those of the page, so it imports types only: served, the
 * browser keeps it compiled. What a test sets of it is in `window.fakeSetup`.
 */
import type { IpcCall } from '../../../shared/ipc/ipc-channels.ts';
import type { Output } from '../../../shared/ipc/ipc-schema.ts';
import type { AppState } from '../../../shared/state.ts';

export type Responses = { [Call in IpcCall]: Output<Call> };
type RecordedCall = { name: IpcCall; input: unknown };

/** The controls of the fake, used by page-fixture.ts. */
type FakeMain = {
  calls: RecordedCall[];
  responses: Responses;
  /** Calls that stay pending until `release`. */
  pendingCalls: IpcCall[];
  release: (name: IpcCall) => void;
  push: (state: AppState) => void;
};

/** What differs between tests. */
export type FakeSetup = Pick<FakeMain, 'responses' | 'pendingCalls'>;

declare global {
  interface Window {
    fakeMain: FakeMain;
    fakeSetup: FakeSetup;
  }
}

type App = {
  calls: readonly IpcCall[];
  /** The texts of each language. */
  texts: Record<string, Responses['app.getTranslations']>;
};

/** Installs the fake. It records every call and resolves it immediately with the response of the test. */
export function installFakeApi({ calls, texts }: App): void {
  const listeners = new Set<(state: AppState) => void>();
  const pendingResolvers = new Map<IpcCall, (() => void)[]>();

  const fakeMain: FakeMain = {
    calls: [],
    ...window.fakeSetup,
    release: (name) => {
      fakeMain.pendingCalls = fakeMain.pendingCalls.filter((other) => other !== name);
      for (const response of pendingResolvers.get(name) ?? []) response();
    },
    push: (state) => {
      fakeMain.responses['app.getState'] = state;
      for (const listener of listeners) listener(state);
    },
  };

  function invoke(name: IpcCall, input: unknown): Promise<unknown> {
    fakeMain.calls.push({ name, input });
    // The response is taken at the time of the call, as in the main process.
    const response =
      name === 'app.getTranslations' ? texts[String(input)] : structuredClone(fakeMain.responses[name]);
    if (!fakeMain.pendingCalls.includes(name)) return Promise.resolve(response);
    return new Promise((resolve) => {
      pendingResolvers.set(name, [...(pendingResolvers.get(name) ?? []), () => resolve(response)]);
    });
  }

  const domains: Record<string, Record<string, (input: unknown) => Promise<unknown>>> = {};
  for (const call of calls) {
    const [domain = '', method = ''] = call.split('.');
    (domains[domain] ??= {})[method] = (input) => invoke(call, input);
  }
  const standby = {
    ...domains,
    on: (_event: 'state', listener: (state: AppState) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  Object.assign(window, { standby, fakeMain });
}
