/** Stands in for the desktop's way to open an address: the test receives what the app opens, and shows it in its browser. */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { newProfile } from './app.ts';
import { ChangeFeed } from './session/change-feed.ts';
import { listenOn } from './session/listen.ts';

export type SystemBrowser = {
  /** Variables of an app whose addresses the test receives. */
  env: Record<string, string>;
  /** The addresses that were opened. */
  opened: string[];
  /** Waits for the address that is opened next, or that nobody has waited for yet. */
  nextAddress: () => Promise<string>;
  close: () => Promise<void>;
};

/** Creates an `xdg-open`, which Electron starts on Linux, in a folder of its own. */
export async function createSystemBrowser(): Promise<SystemBrowser> {
  const opened: string[] = [];
  const arrivals = new ChangeFeed();
  let taken = 0;
  const { port, close } = await listenOn(
    createServer((socket) => {
      void text(socket).then((address) => {
        opened.push(address);
        arrivals.report();
      });
    }),
  );
  const folder = await newProfile();
  const script = `#!/bin/bash\nprintf '%s' "$1" > /dev/tcp/127.0.0.1/${port}\n`;
  writeFileSync(join(folder, 'xdg-open'), script, { mode: 0o755 });
  return {
    env: { PATH: [folder, process.env.PATH].join(delimiter) },
    opened,
    nextAddress: async () => {
      const address = opened[taken];
      if (address === undefined && !(await arrivals.changedSince(taken, performance.now() + 30_000))) {
        throw new Error('the app has opened no address');
      }
      taken += 1;
      return opened[taken - 1] ?? '';
    },
    close,
  };
}
