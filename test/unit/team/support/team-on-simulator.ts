import {
  createTeamService,
  type TeamServiceDeps,
  type WaveControls,
} from '../../../../main/team/team-service.ts';
import type { TeamPort } from '../../../../main/team/wave-run.ts';
import { systemClock } from '../../../../shared/clock.ts';
import type { AgentResult } from '../../../../shared/local-api/team-results.ts';
import { setStaffStatus } from '../../../../tencent/staff-status.ts';
import { describeStatuses } from '../../../../tencent/team-statuses.ts';
import { clientFor } from '../../tencent/support/client.ts';

export const sdkAppId = 1400000000;

/** The port of the app, by HTTP to a simulator. */
function portTo(url: string): TeamPort {
  const client = clientFor(url);
  return {
    setStatuses: (agents) => setStaffStatus(client, { sdkAppId, agents }),
    readStatuses: (agents) => describeStatuses(client, { sdkAppId, agents }),
  };
}

export function createService(url: string, folder: string, deps: Partial<TeamServiceDeps> = {}) {
  return createTeamService({
    clock: systemClock,
    port: portTo(url),
    folder,
    isAllowed: () => true,
    connection: () => ({ origin: url, sdkAppId }),
    hasGateway: () => false,
    onWaveEnd: () => undefined,
    ...deps,
  });
}

/** Controls that collect the results. */
export function createControls(controls: Partial<WaveControls> = {}) {
  const results: AgentResult[] = [];
  return {
    results,
    outcomes: () => results.map(({ agent, result }) => [agent, result.outcome]).toSorted(),
    resultOf: (agent: string) => results.find((each) => each.agent === agent)?.result,
    controls: {
      fast: true,
      dryRun: false,
      confirmedFree: false,
      signal: new AbortController().signal,
      onStart: () => undefined,
      onResult: (result: AgentResult) => void results.push(result),
      ...controls,
    } satisfies WaveControls,
  };
}
