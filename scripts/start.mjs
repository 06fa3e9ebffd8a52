import process from 'node:process';
import { repoDir } from './repo.mjs';
import { runInOurPlace } from './run.mjs';
import { runMain, say, SetupError } from './say.mjs';
import { setUpForStart } from './setup/index.mjs';

await runMain(async () => {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    throw new SetupError(
      'no display: start it from a desktop session, or without one by `node scripts/rig.mjs -- npm start`.',
    );
  }
  const electron = await setUpForStart();
  const { build } = await import('./build.mjs');
  await build();
  return runInOurPlace(electron, [repoDir, ...rootsSwitch(), ...process.argv.slice(2)]);
});

/** Chromium's sandbox refuses to run for root. */
function rootsSwitch() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return [];
  say('warning: started by root, so Chromium runs without its sandbox; start it as an ordinary user instead');
  return ['--no-sandbox'];
}
