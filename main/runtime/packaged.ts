/** Tells whether the program runs from a package, and what a program started from the source may do. */
import process from 'node:process';

/**
 * Defined by the build (`scripts/build/programs.mjs`). Electron's own `app.isPackaged` only compares the file name of the
 * program.
 */
declare const BUILT_FOR_PACKAGE: boolean;

export const isPackaged: boolean = BUILT_FOR_PACKAGE;

/**
 * Whether only the simulator may be used. `npm start` sets this if the Electron it found is not the official one
 * (scripts/start-plan.mjs).
 */
export const isSimulatorOnly: boolean = !isPackaged && process.argv.includes('--simulator-only');
