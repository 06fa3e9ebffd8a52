/** Reads the name of the app's desktop file from package.json. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const file = new URL('../../package.json', import.meta.url);

export const { desktopName } = z
  .looseObject({ desktopName: z.string() })
  .parse(JSON.parse(readFileSync(file, 'utf8')));
