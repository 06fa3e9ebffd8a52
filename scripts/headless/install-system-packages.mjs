// Installs every system package that start, tests and packaging need, by apt and as root: `sudo node FILE`. CI runs the tests
// themselves as an ordinary user, who cannot install packages.
import { main } from '../log.mjs';
import { ensureSystemPackages, needs } from './system-packages.mjs';

await main(async () => {
  await ensureSystemPackages(/** @type {(keyof typeof needs)[]} */ (Object.keys(needs)));
  return 0;
});
