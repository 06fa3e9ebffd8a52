import process from 'node:process';
import { parseArgs } from 'node:util';
import { runInSession } from './session.mjs';
import { main, log, UserFacingError } from '../log.mjs';
import { setupHeadless } from '../setup/index.mjs';

const help = `Runs a command on a desktop of its own, without a screen: X display, D-Bus session, unlocked keyring and
window manager, thrown away afterwards. Started by root, it runs as an unprivileged user.

usage: node scripts/headless/desktop.mjs [--size=1280x800] [--scale=2] [--panel] [--web] -- COMMAND...

  --size=WxH   size of the screen, in pixels
  --scale=N    pixels per point: 2 is a high-resolution screen
  --panel      run a real panel with a tray (Xfce's)
  --web        show the desktop on a web page on this computer, and print its address

examples:
  node scripts/headless/desktop.mjs -- npx playwright test --project desktop tray
  node scripts/headless/desktop.mjs --panel -- bash -c 'npm start & sleep 5; import -window root /tmp/shot.png'
`;

await main(async () => {
  const { values, positionals } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      panel: { type: 'boolean' },
      scale: { type: 'string' },
      size: { type: 'string' },
      web: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.length === 0)
    throw new UserFacingError('a command is missing; see node scripts/headless/desktop.mjs --help');
  if (values.size !== undefined && !/^\d+x\d+$/.test(values.size))
    throw new UserFacingError('--size=WIDTHxHEIGHT');
  if (values.scale !== undefined && !/^[1-9]$/.test(values.scale))
    throw new UserFacingError('--scale=1, 2, 3 …');

  const { program, target } = await setupHeadless({ web: values.web === true });
  const { build } = await import('../build.mjs');
  // A failed build leaves the last good one, which is enough to try something out.
  await build(target).catch((/** @type {unknown} */ error) => {
    if (!(error instanceof UserFacingError)) throw error;
    log(error.message);
  });
  return runInSession(positionals, {
    electron: program,
    panel: values.panel,
    web: values.web,
    size: values.size,
    scale: values.scale === undefined ? undefined : Number(values.scale),
  });
});
