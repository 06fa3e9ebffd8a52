import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { ChangeFeed } from '../desktop/session/change-feed.ts';

/** Watches the window manager's list of windows, which contains a window once it is shown. */
export class WindowList {
  readonly #watcher: ChildProcess;
  readonly #changes = new ChangeFeed();
  #windows: string[] = [];
  #changedAt = 0;

  constructor() {
    this.#watcher = spawn('xprop', ['-root', '-spy', '_NET_CLIENT_LIST'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#watcher.stdout?.on('data', (chunk: Buffer) => {
      const line = chunk.toString().trimEnd().split('\n').at(-1) ?? '';
      this.#windows = line.match(/0x[0-9a-f]+/g) ?? [];
      this.#changedAt = performance.now();
      this.#changes.report();
    });
  }

  /** Waits until the list has the given number of windows. @returns the time, by `performance.now` */
  async waitForCount(count: number, timeoutMs = 20_000): Promise<number> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const seen = this.#changes.count;
      if (this.#changedAt > 0 && this.#windows.length === count) return this.#changedAt;
      if (!(await this.#changes.changedSince(seen, deadline))) {
        throw new Error(`there are ${this.#windows.length} windows, not ${count}`);
      }
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.#watcher, 'exit');
    this.#watcher.kill();
    await ended;
  }
}
