import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A Wayland desktop without a screen and without any input device. */
export interface Compositor {
  /** For an app that is to run in it, natively or by Xwayland. */
  env: { WAYLAND_DISPLAY: string; DISPLAY: string; XDG_SESSION_TYPE: 'wayland' };
  stop: () => Promise<void>;
}

/** Xwayland is named only when it runs, so that is waited for, too: both tell what they have by starting a program. */
const compositors = {
  sway: (folder: string) => ({
    program: 'sway',
    args: ['--config', join(folder, 'config')],
    config: `xwayland enable\nexec "${join(folder, 'told')}"\n`,
    env: { WLR_BACKENDS: 'headless', WLR_RENDERER: 'pixman', WLR_LIBINPUT_NO_DEVICES: '1' },
  }),
  weston: (folder: string) => ({
    program: 'weston',
    args: ['--backend=headless-backend.so', '--xwayland', `--config=${join(folder, 'config')}`],
    config: `[autolaunch]\npath=${join(folder, 'told')}\n`,
    env: {},
  }),
};

export type CompositorName = keyof typeof compositors;

/** Starts it in the session of the tests, beside the X display. */
export async function startCompositor(name: CompositorName): Promise<Compositor> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  const { program, args, config, env } = compositors[name](folder);
  const list = join(folder, 'env');
  const tell = `#!/bin/sh\nenv >'${list}.part'\nmv '${list}.part' '${list}'\n`;
  await writeFile(join(folder, 'config'), config);
  await writeFile(join(folder, 'told'), tell, { mode: 0o755 });
  const inherited = { ...process.env };
  delete inherited.DISPLAY;
  const child = spawn(program, args, { env: { ...inherited, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const ended = once(child, 'exit');

  const deadline = performance.now() + 15_000;
  while (!existsSync(list)) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`${name} did not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const told = Object.fromEntries(
    (await readFile(list, 'utf8')).split('\n').map((line) => line.split(/=(.*)/s).slice(0, 2)),
  ) as Record<string, string>;
  const { WAYLAND_DISPLAY = '', DISPLAY = '' } = told;
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
