import type { EventEmitter } from 'node:events';
import { expect, test, vi } from 'vitest';
import { createSystemPresence } from '../../../../main/desktop/system/system-presence.ts';

const powerMonitor = vi.hoisted((): { value: EventEmitter | null } => ({ value: null }));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  const monitor = Object.assign(new Emitter(), {
    getSystemIdleState: () => 'active',
    getSystemIdleTime: () => 3,
  });
  powerMonitor.value = monitor;
  return { powerMonitor: monitor };
});

test('on macOS another user’s session in front means that nobody is there, until this one is in front again', async () => {
  const presence = createSystemPresence('darwin');
  const events: string[] = [];
  const stop = presence.subscribe((event) => events.push(event));
  expect(await presence.query()).toEqual({
    locks: [{ source: 'electron', locked: false, isReliable: true }],
    counters: { electron: 3_000 },
    reportsSleep: true,
  });
  powerMonitor.value?.emit('user-did-resign-active');
  expect(await presence.query()).toMatchObject({ active: false });
  powerMonitor.value?.emit('user-did-become-active');
  expect(await presence.query()).toMatchObject({ active: true });
  expect(events).toEqual(['changed', 'changed']);
  stop();
  powerMonitor.value?.emit('user-did-resign-active');
  expect(events).toHaveLength(2);
});
