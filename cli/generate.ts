/** Makes the completion scripts and the man page from the grammar, when the app is built. */
import type { Command, Option } from 'commander';
import { createCommandLine, PROGRAM, type Actions, type Shell } from './command-line.ts';
import type { Translate } from '../shared/i18n.ts';

type Entry = { name: string; description: string };
type CommandEntry = Entry & { usage: string; options: Entry[]; values: string[]; commands: CommandEntry[] };

/** The grammar as data. Its actions are never run. */
export function describeGrammar(t: Translate): CommandEntry {
  const nothing = () => Promise.resolve(0);
  const actions: Actions = {
    status: nothing,
    watch: nothing,
    today: nothing,
    switch: nothing,
    repeat: nothing,
    completion: nothing,
    teamSet: nothing,
    teamStatus: nothing,
    teamUndo: nothing,
    teamWave: nothing,
  };
  return describe(
    createCommandLine(
      t,
      '',
      actions,
      () => {},
      () => {},
    ),
  );
}

function describe(command: Command): CommandEntry {
  const help = command.createHelp();
  const commands = help
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help')
    .map(describe);
  const options = help.visibleOptions(command).flatMap(describeOption);
  return {
    name: command.name(),
    description: command.description(),
    usage: command.usage(),
    // A group such as `team` is completed with the options of all its commands.
    options:
      command.parent === null ? options : unique([...options, ...commands.flatMap((each) => each.options)]),
    // Only the shells of `completion` are a closed list.
    values:
      command.name() === 'completion' ? (command.registeredArguments[0]?.description ?? '').split(', ') : [],
    commands,
  };
}

/** Each name once. */
function unique(entries: readonly Entry[]): Entry[] {
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()];
}

function describeOption({ long, description }: Option): Entry[] {
  return long ? [{ name: long, description }] : [];
}

/** Makes the completion script of a shell. */
export function makeCompletion(shell: Shell, grammar: CommandEntry): string {
  switch (shell) {
    case 'bash':
      return bash(grammar);
    case 'zsh':
      return zsh(grammar);
    case 'fish':
      return fish(grammar);
    case 'powershell':
      return powershell(grammar);
  }
}

const names = (entries: readonly Entry[]) => entries.map(({ name }) => name).join(' ');
const words = ({ options, values, commands }: CommandEntry) =>
  [...values, names(commands), names(options)].filter((part) => part !== '').join(' ');

function bash(grammar: CommandEntry): string {
  const cases = grammar.commands.map((command) => `    ${command.name}) words='${words(command)}' ;;`);
  return `# Completion of ${PROGRAM} for bash.
_${PROGRAM}() {
  local current=\${COMP_WORDS[COMP_CWORD]} words
  case \${COMP_WORDS[1]} in
${cases.join('\n')}
    *) words='${words(grammar)} help' ;;
  esac
  [ "$COMP_CWORD" -eq 1 ] && words='${words(grammar)} help'
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _${PROGRAM} ${PROGRAM}
`;
}

function zsh(grammar: CommandEntry): string {
  const quoted = ({ name, description }: Entry) =>
    `'${name}:${escapeQuotes(description).replaceAll(':', '\\:')}'`;
  const cases = grammar.commands.map(
    (command) =>
      `    ${command.name}) entries=(${[...command.values.map((name) => `'${name}'`), ...[...command.commands, ...command.options].map(quoted)].join(' ')}) ;;`,
  );
  return `#compdef ${PROGRAM}
# Completion of ${PROGRAM} for zsh.
_${PROGRAM}() {
  local -a entries
  if (( CURRENT == 2 )); then
    entries=(${[...grammar.commands, ...grammar.options].map(quoted).join(' ')} 'help')
    _describe 'command' entries
    return
  fi
  case \${words[2]} in
${cases.join('\n')}
  esac
  _describe 'option' entries
}
if [ "$funcstack[1]" = "_${PROGRAM}" ]; then
  _${PROGRAM} "$@"
else
  compdef _${PROGRAM} ${PROGRAM}
fi
`;
}

function fish(grammar: CommandEntry): string {
  const commands = grammar.commands.map(
    ({ name, description }) =>
      `complete -c ${PROGRAM} -f -n __fish_use_subcommand -a ${name} -d '${escapeFish(description)}'`,
  );
  const details = grammar.commands.flatMap(({ name, options, values, commands: inner }) => [
    ...options.map(
      (option) =>
        `complete -c ${PROGRAM} -f -n '__fish_seen_subcommand_from ${name}' -l ${option.name.slice(2)} -d '${escapeFish(option.description)}'`,
    ),
    ...[...values, ...inner.map((each) => each.name)].map(
      (value) => `complete -c ${PROGRAM} -f -n '__fish_seen_subcommand_from ${name}' -a ${value}`,
    ),
  ]);
  return `# Completion of ${PROGRAM} for fish.\n${[...commands, ...details].join('\n')}\n`;
}

function powershell(grammar: CommandEntry): string {
  const list = (text: string) =>
    `@(${text
      .split(' ')
      .map((word) => `'${word}'`)
      .join(', ')})`;
  const cases = grammar.commands.map((command) => `    '${command.name}' { ${list(words(command))} }`);
  return `# Completion of ${PROGRAM} for PowerShell.
Register-ArgumentCompleter -Native -CommandName ${PROGRAM} -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $given = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
  $isFirst = $given.Count -eq 0 -or ($given.Count -eq 1 -and $wordToComplete -ne '')
  $command = if ($isFirst) { '' } else { $given[0] }
  $words = switch ($command) {
${cases.join('\n')}
    default { ${list(`${words(grammar)} help`)} }
  }
  $words | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

/** Makes the man page, in roff. */
export function makeManPage(grammar: CommandEntry, version: string, exitCodes: string): string {
  const sections = grammar.commands.flatMap((command) => manSections(command, command.name));
  return `${[
    `.TH ${PROGRAM.toUpperCase()} 1 "" "Standby ${roff(version)}"`,
    '.SH NAME',
    `${PROGRAM} \\- ${roff(grammar.description)}`,
    '.SH SYNOPSIS',
    `.B ${PROGRAM}`,
    '.RI [ command ]',
    '.SH DESCRIPTION',
    'Without a command it starts the tray app.',
    '.SH COMMANDS',
    ...sections,
    '.SH EXIT STATUS',
    roff(exitCodes),
  ].join('\n')}\n`;
}

/** @param path the words of the command, such as "team set" */
function manSections(command: CommandEntry, path: string): string[] {
  if (command.commands.length > 0)
    return command.commands.flatMap((each) => manSections(each, `${path} ${each.name}`));
  return [
    `.SS ${PROGRAM} ${roff(`${path} ${command.usage}`)}`,
    roff(command.description),
    ...command.options.flatMap(({ name, description }) => ['.TP', `.B ${roff(name)}`, roff(description)]),
  ];
}

/** Escapes a text for roff: no part of it is a request or an escape. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&');
}

/** Within single quotes of a POSIX shell. */
function escapeQuotes(text: string): string {
  return text.replaceAll("'", "'\\''");
}

/** Within single quotes of fish. */
function escapeFish(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
}
