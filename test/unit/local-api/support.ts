import { mkdtempSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { ApiHandlers } from '../../../main/local-api/handlers.ts';
import { createLocalApi, type LocalApiDeps } from '../../../main/local-api/server.ts';
import { localError } from '../../../shared/local-api/protocol.ts';
import type { StatusResult } from '../../../shared/local-api/results.ts';
import { connectRaw, helloLine, readEndpoint } from '../../support/unit/api-client.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

export const STATUS: StatusResult = {
  known: true,
  status: 'rest',
  reason: 'Lunch',
  since: '2026-11-23T09:00:00Z',
  confirmedAt: '2026-11-23T09:00:00Z',
  unknownCause: null,
  afterCall: null,
  pending: null,
  failure: null,
  backAt: null,
  undoUntil: null,
  account: 'account',
};

/** Handlers that do nothing; a test replaces those that it needs. */
export function fakeHandlers(change: Partial<ApiHandlers> = {}): ApiHandlers {
  const refuse = () => localError('refused', 'nothingPlanned', 'fake');
  return {
    status: () => ({ ok: true, result: STATUS }),
    watch: (_input, { signal, emit }) => {
      emit(STATUS);
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ ok: true, result: {} }));
      });
    },
    today: refuse,
    todayCsv: refuse,
    switch: refuse,
    toggle: refuse,
    undo: refuse,
    back: refuse,
    'team.agents': refuse,
    'team.set': refuse,
    'team.undo': refuse,
    'team.status': refuse,
    'team.wave': refuse,
    ...change,
  };
}

/** An empty folder, removed after the test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'api-'));
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** A local API on a real socket, with a virtual clock. */
export function createServerHarness(
  change: Partial<Omit<LocalApiDeps, 'places'>> & { places?: Partial<LocalApiDeps['places']> } = {},
) {
  const folder = newFolder();
  const profile = join(folder, 'profile');
  mkdirSync(profile, { mode: 0o700 });
  const time = createVirtualClock();
  const logged: string[] = [];
  const errors: unknown[] = [];
  const onClientsChange = vi.fn<LocalApiDeps['onClientsChange']>();
  // The pipes of Windows have one name space for all test files that run at the same time.
  const token = crypto.randomUUID();
  let tokens = 0;
  const api = createLocalApi({
    time,
    createToken: () => `${token}-${(tokens += 1)}`,
    pid: 4711,
    version: '1.2.3',
    access: () => 'full',
    language: () => 'en',
    handlers: fakeHandlers(),
    onClientsChange,
    log: (message) => logged.push(message),
    onError: (error) => errors.push(error),
    ...change,
    places: {
      platform: process.platform,
      profileFolder: profile,
      profileHash: '0123456789abcdef',
      runtimeFolder: folder,
      temporaryFolder: folder,
      uid: process.getuid?.() ?? 0,
      ...change.places,
    },
  });
  onTestFinished(() => api.stop());
  const endpoint = () => readEndpoint(profile);
  /** A client after its hello. */
  const connectClient = async (name = 'test') => {
    const client = await connectRaw(endpoint().path);
    client.send(helloLine(endpoint().token, { client: name }));
    await client.next();
    return client;
  };
  return { api, folder, profile, time, logged, errors, onClientsChange, endpoint, connectClient };
}
