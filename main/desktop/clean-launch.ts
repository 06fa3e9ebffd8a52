/** The first lines of a packaged Standby: it runs only as a process that was launched cleanly. */
import { app, dialog } from 'electron';
import process from 'node:process';
import { planLaunch } from './launch-plan.ts';

/**
 * Arguments and variables take effect before the first line of the app: V8's flags, the sandbox of the first child
 * processes, logs. What is not allowed therefore leads to a new process without it. To be called before all else.
 * @returns false when this process is about to end
 */
export function launchedCleanly(): boolean {
  const sandboxOff = app.commandLine.hasSwitch('no-sandbox');
  const { remove, next } = planLaunch(process.argv.slice(1), process.env, sandboxOff);
  // Also for the new process, which inherits the variables of this one.
  for (const name of remove) Reflect.deleteProperty(process.env, name);
  switch (next.type) {
    case 'proceed':
      return true;
    case 'relaunch':
      app.relaunch({ args: next.args });
      app.exit(0);
      return false;
    case 'refuse':
      // In both languages: nothing is known yet of the agent's.
      dialog.showErrorBox(
        'Standby could not start · Standby 无法启动',
        `Start Standby from its own icon, without: ${next.offending.join(' ')}\n` +
          `请直接点击 Standby 图标启动，不要使用以上参数。`,
      );
      app.exit(1);
      return false;
  }
}
