/** Connects the local API to the services and to the state. */
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import process from 'node:process';
import type { Clock } from '../../../shared/clock.ts';
import type { Language } from '../../../shared/domain.ts';
import { MAX_ITEMS, MAX_LENGTH } from '../../../shared/lengths.ts';
import type { Translate } from '../../../shared/i18n.ts';
import type { ActivityHistory } from '../../activity/report/activity-history.ts';
import { createLocalApi, type LocalApi } from '../../local-api/server.ts';
import type { SettingsFile } from '../../settings/settings-file.ts';
import type { StatusService } from '../../status/service.ts';
import { createTeamHandlers } from '../team/team-handlers.ts';
import type { TeamService } from '../../team/team-service.ts';
import { createApiHandlers } from '../local-api/handlers.ts';
import type { AppStore } from '../store.ts';

export type LocalApiServiceDeps = {
  /** The profile's folder. */
  folder: string;
  version: string;
  time: Clock;
  store: AppStore;
  settings: Pick<SettingsFile, 'get'>;
  status: StatusService;
  team: TeamService;
  isConfigured: () => boolean;
  activityHistory: Pick<ActivityHistory, 'report' | 'csv'>;
  translateInto: (language: Language) => Translate;
  log: (message: string) => void;
  onError: (error: unknown) => void;
};

/** Creates the local API of the running app. */
export function createLocalApiService(deps: LocalApiServiceDeps): LocalApi {
  const { folder, store, settings, activityHistory } = deps;
  const teamHandlers = createTeamHandlers({ time: deps.time, team: deps.team });
  const handlers = createApiHandlers({
    time: deps.time,
    store,
    status: deps.status,
    isConfigured: deps.isConfigured,
    readToday: () => activityHistory.report(null),
    readCsv: (day) => {
      const t = deps.translateInto(store.getState().language);
      return activityHistory.csv(day, (term) => t(`csv.${term}`));
    },
  });

  const api = createLocalApi({
    time: deps.time,
    places: {
      platform: process.platform,
      profileFolder: folder,
      profileHash: createHash('sha256').update(folder).digest('hex').slice(0, 16),
      runtimeFolder: process.env.XDG_RUNTIME_DIR,
      temporaryFolder: tmpdir(),
      uid: process.getuid?.() ?? 0,
    },
    createToken: () => randomBytes(32).toString('base64url'),
    pid: process.pid,
    version: deps.version,
    access: () => settings.get().localApi,
    language: () => store.getState().language,
    handlers: { ...handlers, ...teamHandlers },
    onClientsChange: (clients) => {
      const names = clients.map(({ name, pid }) => (pid === null ? name : `${name} (${pid})`));
      store.setState(({ localApi }) => ({
        localApi: {
          ...localApi,
          clients: names.map((name) => name.slice(0, MAX_LENGTH.name)).slice(0, MAX_ITEMS.few),
        },
      }));
    },
    log: deps.log,
    onError: deps.onError,
  });

  return {
    start: async () => {
      const isListening = await api.start();
      if (!isListening && settings.get().localApi !== 'off')
        store.setState({ localApi: { access: 'failed', clients: [] } });
      return isListening;
    },
    stop: api.stop,
  };
}
