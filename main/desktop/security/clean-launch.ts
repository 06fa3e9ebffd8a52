/** First step of a packaged app: relaunches or refuses if arguments or environment variables are not allowed. */
import { app, dialog } from 'electron';
import process from 'node:process';
import { planLaunch } from './launch-plan.ts';

/**
 * Arguments and variables take effect before the app's first line: V8 flags, the sandbox of the first child processes, logs.
 * If any is not allowed, the app relaunches without it. Call this before all else.
 * @returns false when this process is about to exit
 */
export function launchedCleanly(): boolean {
  const isSandboxOff = app.commandLine.hasSwitch('no-sandbox');
  const { remove, next } = planLaunch(process.argv.slice(1), process.env, isSandboxOff);
  // Also for the relaunched process, which inherits the environment.
  for (const name of remove) Reflect.deleteProperty(process.env, name);
  switch (next.type) {
    case 'proceed':
      return true;
    case 'relaunch':
      app.relaunch({ args: next.args });
      app.exit(0);
      return false;
    case 'refuse':
      // In both languages: the agent's language is not known yet.
      dialog.showErrorBox(
        'Standby could not start · Standby 无法启动',
        `Start Standby from its own icon, without: ${next.offending.join(' ')}\n` +
          `请直接点击 Standby 图标启动，不要使用以上参数。`,
      );
      app.exit(1);
      return false;
  }
}
