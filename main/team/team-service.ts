/** Switches, reads and restores the statuses of a whole team: one wave at a time, each with a record. */
import { join } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import type { StatusChoice } from '../../shared/domain.ts';
import type * as z from 'zod/mini';
import type {
  AgentReading,
  AgentResult,
  teamErrorKind,
  WaveEnd,
  WaveProgress,
} from '../../shared/local-api/team-results.ts';
import { chunksOf } from '../../tencent/lists.ts';
import { distinctAccounts } from '../../tencent/distinct-accounts.ts';
import { MAX_AGENTS_PER_READING } from '../../tencent/team-statuses.ts';
import { guardPort, isSameConnection, type TeamConnection } from './guarded-port.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { createProgress } from './progress.ts';
import { pruneRecords } from './prune-records.ts';
import { readWaveRecord, type ReadRecord } from './read-record.ts';
import { readTeam } from './read-team.ts';
import { planUndo } from './undo.ts';
import { runWave } from './wave.ts';
import { createWaveRecord } from './wave-record.ts';
import { createWaveRun, type TeamPort, type WaveRecorder, type WaveTarget } from './wave-run.ts';

/** Half of the service's limit: the other half stays free for the agents. */
const CALLS_PER_SECOND = 10;

/** The service's limit. The agents wait meanwhile. */
const FAST_CALLS_PER_SECOND = 20;

/** The folder of the records in the profile. */
const RECORDS_FOLDER = 'waves';

export type TeamServiceDeps = {
  clock: Clock;
  port: TeamPort;
  /** The profile's folder. */
  folder: string;
  /** Whether the policy or the settings allow changes of a team. */
  isAllowed: () => boolean;
  /** Null while no account is set up. */
  connection: () => TeamConnection | null;
  /** Whether the account is at the company's gateway, which changes teams itself and has the key. */
  hasGateway: () => boolean;
  /** A wave has ended. The agent of this app may have been among those that it switched. */
  onWaveEnd: () => void;
};

export type WaveControls = {
  fast: boolean;
  dryRun: boolean;
  confirmedFree: boolean;
  /** Cancels the wave. */
  signal: AbortSignal;
  /** Called first: the identifier of the record, which a trial run does not have. */
  onStart: (started: { wave: string | null; total: number }) => void;
  /** Called for each agent once. */
  onResult: (result: AgentResult, progress: WaveProgress) => void;
};

/** Why nothing was done, and the system's error code; empty without one. */
export type TeamError = { kind: z.infer<typeof teamErrorKind>; code: string };

export type TeamResult<Value> = { ok: true; value: Value } | { ok: false; error: TeamError };

export type WaveSummary = WaveEnd & { wave: string | null };

export type TeamService = ReturnType<typeof createTeamService>;

/** For what sends nothing. */
const NO_RECORD: WaveRecorder = {
  intend: () => Promise.resolve(false),
  settle: () => Promise.resolve(true),
};

const RECORD_ERRORS = {
  notFound: 'waveNotFound',
  damaged: 'recordDamaged',
  tooLarge: 'recordDamaged',
  unreadable: 'recordUnreadable',
} as const;

/** Creates the service. Its functions never reject. */
export function createTeamService(deps: TeamServiceDeps) {
  const { clock } = deps;
  const recordsFolder = () => join(deps.folder, RECORDS_FOLDER);
  let isRunning = false;
  /** Of the wave or the reading that runs. */
  let pacers: Record<'switching' | 'reading', Pacer> | null = null;

  function createPacers(fast: boolean) {
    const callsPerSecond = fast ? FAST_CALLS_PER_SECOND : CALLS_PER_SECOND;
    return { switching: createPacer(clock, callsPerSecond), reading: createPacer(clock, callsPerSecond) };
  }

  /** Runs one operation at a time, if team operations are possible. */
  async function exclusively<Value>(
    operation: (connection: TeamConnection) => Promise<TeamResult<Value>>,
  ): Promise<TeamResult<Value>> {
    if (!deps.isAllowed()) return fail('notAllowed');
    if (deps.hasGateway()) return fail('notWithGateway');
    const connection = deps.connection();
    if (!connection) return fail('notConfigured');
    if (isRunning) return fail('busy');
    isRunning = true;
    try {
      return await operation(connection);
    } finally {
      isRunning = false;
      pacers = null;
    }
  }

  async function run(
    targets: readonly WaveTarget[],
    left: readonly AgentResult[],
    undoes: string | null,
    connection: TeamConnection,
    controls: WaveControls,
  ): Promise<TeamResult<WaveSummary>> {
    const opened = controls.dryRun ? null : await openRecord(targets, undoes, connection);
    if (opened && !opened.ok) return fail('recordFailed', opened.code);
    const record = opened?.record ?? null;
    const total = targets.length + left.length;
    const progress = createProgress(clock, total);
    controls.onStart({ wave: record?.id ?? null, total });
    const onResult = (result: AgentResult) => controls.onResult(result, progress(1));
    for (const result of left) onResult(result);
    pacers = createPacers(controls.fast);
    const waveDeps = {
      clock,
      port: guardPort(deps, connection),
      pacers,
      recorder: record ?? NO_RECORD,
      onResult,
    };
    const end = await runWave(targets, waveDeps, controls);
    await record?.close(end);
    deps.onWaveEnd();
    return { ok: true, value: { wave: record?.id ?? null, ...end } };
  }

  async function openRecord(
    targets: readonly WaveTarget[],
    undoes: string | null,
    connection: TeamConnection,
  ) {
    await pruneRecords(recordsFolder(), clock.now());
    return createWaveRecord(recordsFolder(), { ...connection, undoes, targets }, clock);
  }

  return {
    isAllowed: deps.isAllowed,

    /** Sets a status for agents, each of them once. */
    set: (
      choice: StatusChoice,
      agents: readonly string[],
      controls: WaveControls,
    ): Promise<TeamResult<WaveSummary>> =>
      exclusively((connection) => {
        const targets = distinctAccounts(agents).map((agent) => ({ agent, choice, onlyIf: null }));
        return run(targets, [], null, connection, controls);
      }),

    /** Returns the agents of a wave to what they had before, as far as they still have what the wave set. */
    undo: (wave: string, controls: WaveControls): Promise<TeamResult<WaveSummary>> =>
      exclusively(async (connection) => {
        const found = await readWaveRecord(recordsFolder(), wave);
        if (!found.ok) return fail(RECORD_ERRORS[found.error], found.code);
        const { header } = found.record;
        if (!isSameConnection(header, connection)) return fail('otherAccount');
        const { targets, left } = planUndo(found.record);
        if (targets.length + left.length === 0) return fail('nothingToUndo');
        // A record has at least one agent.
        if (targets.length === 0) return run([], left, wave, connection, { ...controls, dryRun: true });
        return run(targets, left, wave, connection, controls);
      }),

    /** Reads the present statuses. `failure` says why a reading of the service ended early. */
    status: (
      agents: readonly string[],
      signal: AbortSignal,
      onReadings: (readings: AgentReading[]) => void,
    ): Promise<TeamResult<WaveEnd>> =>
      exclusively(async (connection) => {
        const readingPacers = createPacers(false);
        pacers = readingPacers;
        const waveRun = createWaveRun(
          {
            clock,
            port: guardPort(deps, connection),
            pacers,
            recorder: NO_RECORD,
            onResult: () => undefined,
          },
          signal,
        );
        for (const part of chunksOf(distinctAccounts(agents), MAX_AGENTS_PER_READING)) {
          const readings = await readTeam(waveRun, part, waveRun.signal);
          const at = clock.now();
          onReadings(
            part.map((agent, index) => {
              const reading = readings[index];
              const current = reading?.type === 'read' ? reading.current : null;
              const type = reading?.type ?? 'unreadable';
              return {
                agent,
                at,
                type,
                current: current && { status: current.status, reason: current.reason },
              };
            }),
          );
        }
        return { ok: true, value: waveRun.end() };
      }),

    /** What is known of a wave of the past, also if the app ended in its middle. */
    readWave: async (wave: string): Promise<TeamResult<ReadRecord>> => {
      if (!deps.isAllowed()) return fail('notAllowed');
      const found = await readWaveRecord(recordsFolder(), wave);
      return found.ok ? { ok: true, value: found.record } : fail(RECORD_ERRORS[found.error], found.code);
    },

    /** The app itself sends a call: a wave leaves it a slot. */
    yieldSlot: (action: 'switching' | 'reading') => pacers?.[action].yieldSlot(),
  };
}

function fail(kind: TeamError['kind'], code = ''): { ok: false; error: TeamError } {
  return { ok: false, error: { kind, code } };
}
