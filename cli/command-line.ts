/**
 * The grammar of the command line. Help, completion scripts and the man page are made from it. It parses and does nothing: the actions are
 * passed in.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { SettableStatus } from '../shared/domain.ts';
import type { Translate } from '../shared/i18n.ts';
import { DEFAULT_WAIT_SECONDS } from '../shared/local-api/requests.ts';
import { addTeamCommands, type TeamActions } from './team.ts';

export type OutputOptions = { json?: boolean };
export type SwitchOptions = OutputOptions & { wait: boolean; timeout?: number };

/** What the commands do. Each resolves to the exit code. */
export type Actions = TeamActions & {
  status: (options: OutputOptions) => Promise<number>;
  watch: (options: OutputOptions) => Promise<number>;
  today: (options: OutputOptions & { csv?: boolean }) => Promise<number>;
  switch: (
    status: SettableStatus,
    reason: string,
    options: SwitchOptions & { back?: number | undefined },
  ) => Promise<number>;
  repeat: (request: 'toggle' | 'undo' | 'back', options: SwitchOptions) => Promise<number>;
  completion: (shell: Shell) => Promise<number>;
};

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** The name by which help and completion call the program. */
export const PROGRAM = 'standby';

/**
 * Creates the parser.
 * @param setExitCode receives what the action of the parsed command resolves to
 * @param print writes help and version
 */
export function createCommandLine(
  t: Translate,
  version: string,
  actions: Actions,
  setExitCode: (code: number) => void,
  print: (text: string) => void,
): Command {
  const program = new Command(PROGRAM);
  const run = async (code: Promise<number>) => setExitCode(await code);
  const jsonOption = () => new Option('--json', t('cli.help.json'));

  program
    .description(t('cli.help.program'))
    .version(version, '--version', t('cli.help.version'))
    .helpOption('-h, --help', t('cli.help.help'))
    .helpCommand('help [command]', t('cli.help.help'))
    .configureHelp({ styleTitle: (title) => translateTitle(title, t) })
    .addHelpText('after', () => `\n${t('cli.help.exitCodes')}`)
    // Chromium reads it before the app runs. It names another profile.
    .addOption(new Option('--user-data-dir <folder>').hideHelp())
    .exitOverride()
    // Errors are written by the caller, in the agent's language.
    .configureOutput({ writeOut: print, writeErr: () => {} });

  const add = (usage: string, description: string) =>
    program
      .command(usage)
      .description(description)
      .helpOption('-h, --help', t('cli.help.help'))
      .addOption(jsonOption())
      .addOption(new Option('--user-data-dir <folder>').hideHelp());
  const addSwitch = (usage: string, description: string) =>
    add(usage, description)
      .addOption(new Option('--wait', t('cli.help.wait')).default(true).hideHelp())
      .addOption(new Option('--no-wait', t('cli.help.noWait')))
      .addOption(
        new Option('--timeout <seconds>', t('cli.help.timeout', { seconds: DEFAULT_WAIT_SECONDS })).argParser(
          parseInteger(1, 600),
        ),
      );

  add('status', t('cli.help.status')).action((options: OutputOptions) => run(actions.status(options)));
  addSwitch('free', t('cli.help.free')).action((options: SwitchOptions) =>
    run(actions.switch('free', '', options)),
  );
  for (const [name, status] of [
    ['rest', 'rest'],
    ['busy', 'notReady'],
  ] as const) {
    addSwitch(name, t(`cli.help.${name}`))
      .argument('[reason...]', t('cli.help.reason'))
      .addOption(new Option('--back <minutes>', t('cli.help.back')).argParser(parseInteger(1, 24 * 60)))
      .action((reason: string[], options: SwitchOptions & { back?: number }) =>
        run(actions.switch(status, reason.join(' '), options)),
      );
  }
  for (const name of ['toggle', 'undo', 'back'] as const)
    addSwitch(name, t(`cli.help.${name === 'back' ? 'backCommand' : name}`)).action(
      (options: SwitchOptions) => run(actions.repeat(name, options)),
    );
  add('today', t('cli.help.today'))
    .addOption(new Option('--csv', t('cli.help.csv')).conflicts('json'))
    .action((options: OutputOptions & { csv?: boolean }) => run(actions.today(options)));
  add('watch', t('cli.help.watch')).action((options: OutputOptions) => run(actions.watch(options)));
  program
    .command('completion')
    .description(t('cli.help.completion'))
    .helpOption('-h, --help', t('cli.help.help'))
    .argument('<shell>', shells.join(', '), parseShell)
    .action((shell: Shell) => run(actions.completion(shell)));
  addTeamCommands(program, t, actions, run);
  return program;
}

/**
 * Parses and runs a command line.
 * @param args without the program
 * @returns null when its action ran, or why there was none
 */
export async function parseCommandLine(
  program: Command,
  args: readonly string[],
): Promise<{ type: 'shown' } | { type: 'wrong'; code: string; message: string } | null> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const { code, message, exitCode } = error;
    return exitCode === 0 ? { type: 'shown' } : { type: 'wrong', code, message };
  }
}

function parseInteger(min: number, max: number): (value: string) => number {
  return (value) => {
    const parsed = /^\d{1,5}$/.test(value) ? Number(value) : NaN;
    if (!(parsed >= min && parsed <= max)) throw new InvalidArgumentError(`${min} – ${max}`);
    return parsed;
  };
}

function parseShell(value: string): Shell {
  const found = shells.find((shell) => shell === value);
  if (found === undefined) throw new InvalidArgumentError(shells.join(', '));
  return found;
}

function translateTitle(title: string, t: Translate): string {
  switch (title) {
    case 'Usage:':
      return t('cli.help.titles.usage');
    case 'Arguments:':
      return t('cli.help.titles.arguments');
    case 'Options:':
      return t('cli.help.titles.options');
    case 'Commands:':
      return t('cli.help.titles.commands');
    default:
      return title;
  }
}
