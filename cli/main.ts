/**
 * The command line: a client of the running app. It is a program of its own in `dist/cli`, which needs no Electron. The app runs it when
 * its first argument is a word, and `npm run cli` runs it in Node.js.
 */
import type { Clock } from '../shared/clock.ts';
import { createActions } from './actions.ts';
import { createCommandLine, parseCommandLine } from './command-line.ts';
import { EXIT } from './exit-codes.ts';
import { createProcessTerminal, type Terminal } from './team/terminal.ts';
import { loadTexts, type CliTexts } from './texts.ts';

export type CliDeps = {
  /** The arguments without the program. */
  args: readonly string[];
  version: string;
  /** The profile's folder. */
  profileFolder: string;
  /** The folder of the build, which has the texts and the completion scripts. */
  distFolder: string;
  /** The system's languages, the best first. */
  systemLanguages: readonly string[];
  platform: NodeJS.Platform;
  pid: number;
  time: Clock;
  print: (text: string) => void;
  printError: (text: string) => void;
  /** Asks, and shows progress. Default: the terminal of this process. */
  terminal?: Terminal;
};

/** Runs a command line. @returns the exit code */
export async function runCli(deps: CliDeps): Promise<number> {
  const textDeps = { ...deps, localesFolder: `${deps.distFolder}/locales` };
  const texts = loadTexts(textDeps);
  let exitCode: number = EXIT.usage;
  const actions = createActions({
    ...textDeps,
    texts,
    terminal: deps.terminal ?? createProcessTerminal(),
    completionsFolder: `${deps.distFolder}/completions`,
  });
  const setExitCode = (code: number) => (exitCode = code);
  const program = createCommandLine(texts.t, deps.version, actions, setExitCode, deps.print);
  const ended = await parseCommandLine(program, deps.args);
  if (ended === null) return exitCode;
  if (ended.type === 'shown') return EXIT.confirmed;
  deps.printError(`${describeUsageError(texts, ended)}\n${texts.t('cli.usage.seeHelp')}\n`);
  return EXIT.usage;
}

function describeUsageError({ t }: CliTexts, { code, message }: { code: string; message: string }): string {
  const what = [...message.matchAll(/'([^']*)'/g)].map(([, quoted = '']) => quoted).join(' ');
  switch (code) {
    case 'commander.help':
      return t('cli.usage.noCommand');
    case 'commander.unknownCommand':
    case 'commander.unknownOption':
      return t('cli.usage.unknown', { what });
    case 'commander.missingArgument':
    case 'commander.optionMissingArgument':
      return t('cli.usage.missing', { what });
    case 'commander.invalidArgument':
      return t('cli.usage.invalid', { what });
    case 'commander.conflictingOption':
      return t('cli.usage.together', { what });
    case 'commander.excessArguments':
      return t('cli.usage.excess');
    default:
      return message;
  }
}
