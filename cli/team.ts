/** The commands for a whole team, and what they need. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import type { SettableStatus } from '../shared/domain.ts';
import type { Translate } from '../shared/i18n.ts';
import type { OutputOptions } from './command-line.ts';
import type { TeamActions, TeamSetOptions, WaveOptions } from './team/team-actions.ts';

export type { TeamActions } from './team/team-actions.ts';

const STATUSES: ReadonlyMap<string, SettableStatus> = new Map([
  ['free', 'free'],
  ['rest', 'rest'],
  ['busy', 'notReady'],
]);

/** Adds `team …` to the grammar. @param run reports the exit code that an action resolves to */
export function addTeamCommands(
  program: Command,
  t: Translate,
  actions: TeamActions,
  run: (code: Promise<number>) => Promise<void>,
): void {
  const team = program
    .command('team')
    .description(t('cli.help.team.group'))
    .helpOption('-h, --help', t('cli.help.help'))
    .helpCommand('help [command]', t('cli.help.help'));
  const add = (usage: string, description: string) =>
    team
      .command(usage)
      .description(description)
      .helpOption('-h, --help', t('cli.help.help'))
      .addOption(new Option('--json', t('cli.help.team.json')))
      .addOption(new Option('--user-data-dir <folder>').hideHelp());
  const addFrom = (command: Command) =>
    command.addOption(new Option('--from <file>', t('cli.help.team.from')).makeOptionMandatory());
  const addWave = (command: Command) =>
    command
      .addOption(new Option('--dry-run', t('cli.help.team.dryRun')))
      .addOption(new Option('--fast', t('cli.help.team.fast')))
      .addOption(new Option('--yes', t('cli.help.team.yes')));

  addFrom(addWave(add('set', t('cli.help.team.set'))))
    .argument('<status>', [...STATUSES.keys()].join(', '), parseStatus)
    .addOption(new Option('--reason <reason>', t('cli.help.reason')))
    .action((status: SettableStatus, options: TeamSetOptions) => run(actions.teamSet(status, options)));
  addFrom(add('status', t('cli.help.team.status'))).action((options: OutputOptions & { from: string }) =>
    run(actions.teamStatus(options)),
  );
  addWave(add('undo', t('cli.help.team.undo')))
    .argument('<wave>', t('cli.help.team.waveArgument'), parseWave)
    .action((wave: string, options: WaveOptions) => run(actions.teamUndo(wave, options)));
  add('wave', t('cli.help.team.wave'))
    .argument('<wave>', t('cli.help.team.waveArgument'), parseWave)
    .action((wave: string, options: OutputOptions) => run(actions.teamWave(wave, options)));
}

function parseStatus(value: string): SettableStatus {
  const status = STATUSES.get(value);
  if (status === undefined) throw new InvalidArgumentError([...STATUSES.keys()].join(', '));
  return status;
}

function parseWave(value: string): string {
  if (!/^\d{8}-\d{6}-[0-9a-f]{6}$/.test(value)) throw new InvalidArgumentError('20261123-090000-0123ab');
  return value;
}
