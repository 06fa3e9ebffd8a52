import { fileURLToPath, URL } from 'node:url';

/** Absolute path of this checkout. */
export const repoDir = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
