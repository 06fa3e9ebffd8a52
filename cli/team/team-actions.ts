/** What the commands for a whole team do. */
import type { SettableStatus } from '../../shared/domain.ts';
import type { ApiError } from '../../shared/local-api/protocol.ts';
import type { WaveEvent, WaveResult } from '../../shared/local-api/team.ts';
import type { AgentReading, AgentResult } from '../../shared/local-api/team-results.ts';
import type { ActionDeps, Session } from '../actions.ts';
import type { OutputOptions } from '../command-line.ts';
import { describeChoice } from '../describe.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CliTexts } from '../texts.ts';
import { describeCounts, describeReading, describeResult, describeWave, isNotable } from './describe-team.ts';
import { exitCodeOfReadings, exitCodeOfWave } from './exit-code.ts';
import { readAgentsFile, splitAgents } from './agents-file.ts';
import { toJsonLines, toResultLine } from './json-lines.ts';
import { CLEAR_LINE, progressLine } from './progress-line.ts';

export type WaveOptions = OutputOptions & { dryRun?: boolean; fast?: boolean; yes?: boolean };
export type TeamSetOptions = WaveOptions & { from: string; reason?: string };

export type TeamActions = {
  teamSet: (status: SettableStatus, options: TeamSetOptions) => Promise<number>;
  teamStatus: (options: OutputOptions & { from: string }) => Promise<number>;
  teamUndo: (wave: string, options: WaveOptions) => Promise<number>;
  teamWave: (wave: string, options: OutputOptions) => Promise<number>;
};

export type TeamActionDeps = Pick<ActionDeps, 'terminal' | 'printError' | 'texts'> & {
  withSession: (
    name: string,
    options: OutputOptions,
    work: (session: Session) => Promise<number>,
  ) => Promise<number>;
  reportError: (error: ApiError, options: OutputOptions, texts: CliTexts) => number;
  printLines: (lines: readonly string[]) => void;
};

type SendWave = (
  onEvent: (event: WaveEvent) => void,
  signal: AbortSignal,
) => Promise<{ ok: true; result: WaveResult } | { ok: false; error: ApiError }>;

export function createTeamActions(deps: TeamActionDeps): TeamActions {
  const { terminal, printError, printLines, withSession, reportError } = deps;

  function usage(message: string, options: OutputOptions): ExitCode {
    const error = {
      category: 'usage',
      kind: 'usage',
      code: 'CommandLine.usage',
      message,
      requestId: null,
    } as const;
    if (options.json) printLines([JSON.stringify({ error })]);
    else printError(`${message}\n`);
    return EXIT.usage;
  }

  /**
   * Asks before agents are switched.
   * @returns null to go on, otherwise the exit code
   */
  async function confirm(question: string, texts: CliTexts, options: WaveOptions): Promise<ExitCode | null> {
    const { t } = texts;
    if (options.dryRun || options.yes) return null;
    if (!terminal.canAsk) return usage(t('cli.team.confirm.needsYes'), options);
    const answer = await terminal.ask(t('cli.team.confirm.prompt', { question }));
    if (/^\s*(y|yes|是)\s*$/i.test(answer)) return null;
    printError(`${t('cli.team.confirm.declined')}\n`);
    return EXIT.refused;
  }

  /** Runs a wave, shows what happens, and lets Ctrl+C end it. */
  async function runWave(send: SendWave, texts: CliTexts, options: WaveOptions): Promise<number> {
    const { json = false } = options;
    const drawsProgress = terminal.showsProgress && !json;
    const controller = new AbortController();
    const notable: AgentResult[] = [];
    const stopListening = terminal.onInterrupt(() => {
      if (!json) printError(`${drawsProgress ? CLEAR_LINE : ''}${texts.t('cli.team.stopping')}\n`);
      controller.abort();
    });
    const outcome = await send((event) => {
      if (json) printLines(toJsonLines(event));
      else if (event.type === 'results') {
        notable.push(...event.results.filter(({ result }) => isNotable(result)));
        if (drawsProgress) printError(CLEAR_LINE + progressLine(texts, event.progress, terminal.columns()));
      }
    }, controller.signal);
    stopListening();
    if (drawsProgress) printError(CLEAR_LINE);
    if (!outcome.ok) return reportError(outcome.error, options, texts);
    const { result } = outcome;
    if (json) printLines([JSON.stringify({ event: 'end', ...result })]);
    else {
      printLines(notable.map((each) => describeResult(texts, each)));
      printLines(describeWave(texts, result));
    }
    return exitCodeOfWave(result.counts, result);
  }

  /** Sends the agents of a file. @returns the name of the list, or the exit code */
  async function sendAgents(
    { client, texts }: Session,
    agents: readonly string[],
    options: OutputOptions,
  ): Promise<{ ok: true; list: string } | { ok: false; code: number }> {
    let list: string | undefined;
    for (const part of splitAgents(agents)) {
      const added = await client.request('team.agents', {
        agents: part,
        ...(list === undefined ? {} : { list }),
      });
      if (!added.ok) return { ok: false, code: reportError(added.error, options, texts) };
      ({ list } = added.result);
    }
    return { ok: true, list: list ?? '' };
  }

  /** @returns the agents of a file, or the exit code after the error was reported */
  function readFile(path: string, options: OutputOptions): { agents: string[] } | { code: number } {
    const found = readAgentsFile(path, deps.texts);
    if (!found.ok) return { code: usage(found.message, options) };
    if (found.repeated > 0 && !options.json)
      printError(`${deps.texts.t('cli.team.repeated', { count: found.repeated })}\n`);
    return found;
  }

  /** Free on a terminal only, and only with `--yes`. */
  const isFreeConfirmed = ({ yes = false }: WaveOptions) => yes && terminal.canAsk;
  const toInput = ({ dryRun = false, fast = false, ...options }: WaveOptions) => ({
    dryRun,
    fast,
    confirmedFree: isFreeConfirmed(options),
  });

  return {
    teamSet: async (status, options) => {
      const { reason = '' } = options;
      const file = readFile(options.from, options);
      if ('code' in file) return file.code;
      if (status === 'free' && !options.dryRun && !isFreeConfirmed(options))
        return usage(deps.texts.t('cli.team.confirm.freeNeedsYes'), options);
      const { agents } = file;
      return withSession('team set', options, async (session) => {
        const { client, texts } = session;
        const choice = describeChoice(texts, status, reason);
        const question = texts.t('cli.team.confirm.set', { count: agents.length, choice });
        const declined = await confirm(question, texts, options);
        if (declined !== null) return declined;
        const sent = await sendAgents(session, agents, options);
        if (!sent.ok) return sent.code;
        const input = { list: sent.list, status, reason, ...toInput(options) };
        return runWave(
          (onEvent, signal) => client.request('team.set', input, onEvent, signal),
          texts,
          options,
        );
      });
    },

    teamUndo: (wave, options) =>
      withSession('team undo', options, async ({ client, texts }) => {
        const recorded = await client.request('team.wave', { wave });
        if (!recorded.ok) return reportError(recorded.error, options, texts);
        const { switched, unknown, reserved } = recorded.result.counts;
        const question = texts.t('cli.team.confirm.undo', { count: switched + unknown + reserved, wave });
        const declined = await confirm(question, texts, options);
        if (declined !== null) return declined;
        const input = { wave, ...toInput(options) };
        return runWave(
          (onEvent, signal) => client.request('team.undo', input, onEvent, signal),
          texts,
          options,
        );
      }),

    teamStatus: async (options) => {
      const file = readFile(options.from, options);
      if ('code' in file) return file.code;
      return withSession('team status', options, async (session) => {
        const { client, texts } = session;
        const sent = await sendAgents(session, file.agents, options);
        if (!sent.ok) return sent.code;
        const readings: AgentReading[] = [];
        const outcome = await client.request('team.status', { list: sent.list }, (event) => {
          readings.push(...event.readings);
          printLines(
            event.readings.map((reading) =>
              options.json
                ? JSON.stringify({ event: 'reading', ...reading })
                : describeReading(texts, reading),
            ),
          );
        });
        if (!outcome.ok) return reportError(outcome.error, options, texts);
        if (options.json) printLines([JSON.stringify({ event: 'end', ...outcome.result })]);
        return exitCodeOfReadings(readings, outcome.result);
      });
    },

    teamWave: (wave, options) =>
      withSession('team wave', options, async ({ client, texts }) => {
        const outcome = await client.request('team.wave', { wave }, ({ results }) =>
          printLines(
            results.map((each) => (options.json ? toResultLine(each) : describeResult(texts, each))),
          ),
        );
        if (!outcome.ok) return reportError(outcome.error, options, texts);
        const { counts, complete, damagedLines } = outcome.result;
        if (options.json) printLines([JSON.stringify({ event: 'end', ...outcome.result })]);
        else {
          if (!complete) printLines([texts.t('cli.team.incomplete')]);
          if (damagedLines > 0) printLines([texts.t('cli.team.damaged', { lines: damagedLines })]);
          printLines(describeCounts(texts, counts));
        }
        return exitCodeOfWave(counts, { how: 'finished', failure: null });
      }),
  };
}
