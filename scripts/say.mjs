import process from 'node:process';

/**
 * Tells the person at the terminal one line about set-up, build or tests.
 *
 * On stderr, because stdout belongs to what was asked for: `npm run simulator` is read by programs.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`standby: ${line}\n`);
}

/** A failure the person can act on: its message is the whole story, and a stack would only hide it. */
export class SetupError extends Error {}

/**
 * Runs a script's main function; a {@link SetupError} ends it with its message and exit code 1.
 * @param {() => Promise<number | undefined>} main resolves to the exit code, nothing meaning 0
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
