/** Watches what programs send to the session's own notification service, and its replies. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface NotificationMonitor {
  /** Messages so far, as dbus-monitor prints them. */
  messages: () => string;
  stop: () => void;
}

/** Starts watching. It resolves when dbus-monitor receives messages. */
export async function watchNotifications(): Promise<NotificationMonitor> {
  const service = 'org.freedesktop.Notifications';
  const rules = [`interface='${service}',member='Notify'`, `type='method_return',sender='${service}'`];
  const child = spawn('dbus-monitor', ['--session', ...rules], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout);
  const received: string[] = [];
  // The bus sends a signal as soon as the monitor is connected.
  await once(lines, 'line');
  lines.on('line', (line) => received.push(line));
  return { messages: () => received.join('\n'), stop: () => child.kill() };
}

/**
 * Whether a notification with this title was sent, and the service has replied with its id.
 * @param messages as dbus-monitor prints them
 */
export function isShown(messages: string, title: string): boolean {
  const calls = messages.split(/^(?=method )/m);
  const call = calls.find((text) => text.includes('member=Notify') && text.includes(`string "${title}"`));
  const [, sender, serial] = /sender=(\S+) .*? serial=(\d+)/.exec(call ?? '') ?? [];
  return calls.some(
    (text) =>
      text.startsWith('method return') &&
      text.includes(`destination=${sender ?? ''} `) &&
      text.includes(`reply_serial=${serial ?? ''}\n`) &&
      /uint32 [1-9]/.test(text),
  );
}
