/** Decides whether the app was started as a command, such as `standby rest Lunch`. Loaded by every start, so it is small. */

/**
 * The arguments of a command; null when the app is to start. A command begins with a word: a desktop passes switches, addresses or paths.
 * @param argv `process.argv`
 * @param hasAppPath whether the first word is the folder of the app, as for a start from the source
 */
export function getCommand(argv: readonly string[], hasAppPath: boolean): string[] | null {
  const args = argv.slice(1);
  const command = hasAppPath ? args.slice(args.findIndex((arg) => !arg.startsWith('-')) + 1) : args;
  const word = command.find((arg) => !arg.startsWith('-'));
  const isCommand =
    word === undefined ? command.some((arg) => /^(--help|-h|--version)$/.test(arg)) : /^[a-z]+$/.test(word);
  return isCommand ? command : null;
}
