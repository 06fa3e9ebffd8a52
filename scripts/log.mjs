import process from 'node:process';

/**
 * Prints one line about set-up, build or tests.
 *
 * To stderr, because programs read the stdout of `npm run simulator`.
 * @param {string} message
 */
export function log(message) {
  process.stderr.write(`standby: ${message}\n`);
}

/** An error that the user can fix. Its message is printed without a stack trace. */
export class UserFacingError extends Error {}

/**
 * Runs a script's main function. A {@link UserFacingError} prints its message and sets exit code 1.
 * @param {() => Promise<number | undefined>} run resolves to the exit code; undefined means 0
 */
export async function main(run) {
  try {
    process.exitCode = (await run()) ?? 0;
  } catch (error) {
    if (!(error instanceof UserFacingError)) throw error;
    log(error.message);
    process.exitCode = 1;
  }
}
