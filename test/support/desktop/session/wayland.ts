import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Wayland compositor without a screen and without input devices. */
export interface Compositor {
  /** Environment for an app in it, native or by Xwayland. */
  env: { WAYLAND_DISPLAY: string; DISPLAY: string; XDG_SESSION_TYPE: 'wayland' };
  stop: () => Promise<void>;
}

/** Both compositors report their displays by starting a program. They name Xwayland only once it runs, so wait for that. */
const compositors = {
  sway: (folder: string) => ({
    program: 'sway',
    args: ['--config', join(folder, 'config')],
    config: `xwayland enable\nexec "${join(folder, 'report-environment')}"\n`,
    env: { WLR_BACKENDS: 'headless', WLR_RENDERER: 'pixman', WLR_LIBINPUT_NO_DEVICES: '1' },
  }),
  weston: (folder: string) => ({
    program: 'weston',
    args: ['--backend=headless-backend.so', '--xwayland', `--config=${join(folder, 'config')}`],
    config: `[autolaunch]\npath=${join(folder, 'report-environment')}\n`,
    env: {},
  }),
};

export type CompositorName = keyof typeof compositors;

/** Starts a compositor in the session of the tests, beside the X display. */
export async function startCompositor(name: CompositorName): Promise<Compositor> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const { program, args, config, env } = compositors[name](folder);
  const reportFile = join(folder, 'env');
  const reportScript = `#!/bin/sh\nenv >'${reportFile}.part'\nmv '${reportFile}.part' '${reportFile}'\n`;
  await writeFile(join(folder, 'config'), config);
  await writeFile(join(folder, 'report-environment'), reportScript, { mode: 0o755 });
  const inherited = { ...process.env };
  delete inherited.DISPLAY;
  const child = spawn(program, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit');

  const deadline = performance.now() + 15_000;
  while (!existsSync(reportFile)) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`${name} did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const reportedEnvironment = Object.fromEntries(
    (await readFile(reportFile, 'utf8')).split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Record<string, string>;
  const { WAYLAND_DISPLAY = '', DISPLAY = '' } = reportedEnvironment;
  if (WAYLAND_DISPLAY === '' || DISPLAY === '') throw new Error(`${name} has no display:\n${output}`);
  return {
    env: { WAYLAND_DISPLAY, DISPLAY, XDG_SESSION_TYPE: 'wayland' },
    stop: async () => {
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
