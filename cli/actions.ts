/** What the commands do: one connection, one request, and its result as text or JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../shared/clock.ts';
import { errorMessage } from '../shared/errors.ts';
import type { ApiError } from '../shared/local-api/protocol.ts';
import { DEFAULT_WAIT_SECONDS, type ApiInputFromClient } from '../shared/local-api/requests.ts';
import type { Actions, OutputOptions, SwitchOptions } from './command-line.ts';
import { connectClient, type ApiClient } from './client.ts';
import { describeDay, describeError, describeStatus, describeSwitch, formatTime } from './describe.ts';
import { EXIT, exitCodeOfError, exitCodeOfSwitch } from './exit-codes.ts';
import type { Terminal } from './team/terminal.ts';
import { createTeamActions } from './team/team-actions.ts';
import { loadLanguage, type CliTexts, type TextDeps } from './texts.ts';

export type ActionDeps = TextDeps & {
  time: Clock;
  /** Each writes one text, with its line ends. */
  print: (text: string) => void;
  printError: (text: string) => void;
  /** The texts until the app has told its language. */
  texts: CliTexts;
  /** Where the completion scripts are. */
  completionsFolder: string;
  terminal: Terminal;
  pid: number;
};

/** A connection, with the texts in the language of the app. */
export type Session = { client: ApiClient; texts: CliTexts };

export function createActions(deps: ActionDeps): Actions {
  const { print, printError } = deps;

  function printLines(lines: readonly string[]): void {
    print(lines.map((line) => `${line}\n`).join(''));
  }

  /** With `--json` an error is on stdout, as a result is; otherwise on stderr. */
  function reportError(error: ApiError, { json }: OutputOptions, texts: CliTexts): number {
    if (json) printLines([JSON.stringify({ error })]);
    else
      printError(
        describeError(texts, error)
          .map((line) => `${line}\n`)
          .join(''),
      );
    return exitCodeOfError(error.category);
  }

  /** Connects, runs the work, and disconnects. */
  async function withSession(
    name: string,
    options: OutputOptions,
    work: (session: Session) => Promise<number>,
  ): Promise<number> {
    const connected = await connectClient({ ...deps, name: `standby ${name}` });
    if (!connected.ok) return reportError(connected.error, options, deps.texts);
    const { client } = connected;
    const isSame = client.hello.language === deps.texts.language;
    const texts = isSame ? deps.texts : loadLanguage(deps, [client.hello.language]);
    try {
      return await work({ client, texts });
    } finally {
      client.close();
    }
  }

  /** Sends a request that switches, and reports its result. */
  function runSwitch<Name extends 'switch' | 'toggle' | 'undo' | 'back'>(
    name: Name,
    input: ApiInputFromClient<Name>,
    options: SwitchOptions,
  ): Promise<number> {
    return withSession(name, options, async ({ client, texts }) => {
      const outcome = await client.request(name, input);
      if (!outcome.ok) return reportError(outcome.error, options, texts);
      printLines([options.json ? JSON.stringify(outcome.result) : describeSwitch(texts, outcome.result)]);
      return exitCodeOfSwitch(outcome.result);
    });
  }

  const toWaiting = ({ wait, timeout }: SwitchOptions) => ({
    wait,
    timeoutSeconds: timeout ?? DEFAULT_WAIT_SECONDS,
  });

  return {
    ...createTeamActions({ ...deps, withSession, reportError, printLines }),

    status: (options) =>
      withSession('status', options, async ({ client, texts }) => {
        const outcome = await client.request('status', {});
        if (!outcome.ok) return reportError(outcome.error, options, texts);
        const { result } = outcome;
        printLines(options.json ? [JSON.stringify(result)] : describeStatus(texts, result));
        if (result.account === 'unconfigured') return EXIT.notSetUp;
        return result.known ? EXIT.confirmed : EXIT.unknown;
      }),

    watch: (options) =>
      withSession('watch', options, async ({ client, texts }) => {
        let last = '';
        const outcome = await client.request('watch', {}, (event) => {
          if (options.json) printLines([JSON.stringify(event)]);
          const text = describeStatus(texts, event).join(' · ');
          // Not each change has a text, such as the number of the attempt.
          if (options.json || text === last) return;
          last = text;
          printLines([`${formatTime(texts, new Date(deps.time.now()).toISOString())}  ${text}`]);
        });
        return outcome.ok ? EXIT.confirmed : reportError(outcome.error, options, texts);
      }),

    today: (options) =>
      withSession('today', options, async ({ client, texts }) => {
        if (options.csv) {
          const outcome = await client.request('todayCsv', {});
          if (!outcome.ok) return reportError(outcome.error, options, texts);
          print(outcome.result.csv);
          return EXIT.confirmed;
        }
        const outcome = await client.request('today', {});
        if (!outcome.ok) return reportError(outcome.error, options, texts);
        printLines(options.json ? [JSON.stringify(outcome.result)] : describeDay(texts, outcome.result));
        return EXIT.confirmed;
      }),

    switch: (status, reason, options) =>
      runSwitch(
        'switch',
        {
          ...toWaiting(options),
          status,
          reason,
          ...(options.back === undefined ? {} : { backInMinutes: options.back }),
        },
        options,
      ),
    repeat: (request, options) => runSwitch(request, toWaiting(options), options),

    completion: (shell) => {
      try {
        print(readFileSync(join(deps.completionsFolder, shell), 'utf8'));
        return Promise.resolve(EXIT.confirmed);
      } catch (error) {
        printError(`${errorMessage(error)}\n`);
        return Promise.resolve(EXIT.refused);
      }
    },
  };
}
