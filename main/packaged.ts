/** Whether this is the program of a package. */

/** Put in by the build (scripts/bundles.mjs). Electron's own answer, `app.isPackaged`, is the file name of the program. */
declare const BUILT_FOR_PACKAGE: boolean;

export const isPackaged: boolean = BUILT_FOR_PACKAGE;
