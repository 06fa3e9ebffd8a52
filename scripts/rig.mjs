import process from 'node:process';
import { parseArgs } from 'node:util';
import { runInSession } from './rig/session.mjs';
import { runMain, say, SetupError } from './say.mjs';
import { setUpForRig } from './setup/index.mjs';

const help = `Runs a command on a desktop of its own, without a screen: X display, D-Bus session, unlocked keyring and
window manager, thrown away afterwards. Started by root, it runs as an unprivileged user.

usage: node scripts/rig.mjs [--size=1280x800] [--scale=2] [--panel] -- COMMAND...

  --size=WxH   size of the screen, in pixels
  --scale=N    pixels per point: 2 is a high-resolution screen
  --panel      run a real panel with a tray (Xfce's)

examples:
  node scripts/rig.mjs -- npx playwright test --project desktop tray
  node scripts/rig.mjs --panel -- bash -c 'npm start & sleep 5; import -window root /tmp/shot.png'
`;

await runMain(async () => {
  const { values, positionals } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      panel: { type: 'boolean' },
      scale: { type: 'string' },
      size: { type: 'string' },
    },
    allowPositionals: true,
  });
  if (values.help === true) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.length === 0) throw new SetupError('a command is missing; see node scripts/rig.mjs --help');
  if (values.size !== undefined && !/^\d+x\d+$/.test(values.size))
    throw new SetupError('--size=WIDTHxHEIGHT');
  if (values.scale !== undefined && !/^[1-9]$/.test(values.scale)) throw new SetupError('--scale=1, 2, 3 …');

  const electron = await setUpForRig();
  const { build } = await import('./build.mjs');
  // The rig is for trying things out, too, and a failed build has left the last good one.
  await build().catch((/** @type {unknown} */ error) => {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
  });
  return runInSession(positionals, {
    electron,
    panel: values.panel,
    size: values.size,
    scale: values.scale === undefined ? undefined : Number(values.scale),
  });
});
