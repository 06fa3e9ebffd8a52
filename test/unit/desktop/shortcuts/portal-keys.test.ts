import { expect, test } from 'vitest';
import { ErrorReply, type MessageBus } from '../../../../main/desktop/dbus/message-bus.ts';
import { createPortalKeys, queryPortal } from '../../../../main/desktop/shortcuts/portal-keys.ts';

/** A session bus whose portal answers with this. */
function busWith(answer: () => Promise<unknown[]>) {
  const calls: unknown[] = [];
  let isClosed = false;
  const bus: MessageBus = {
    call: (call) => {
      calls.push(call);
      return answer();
    },
    close: () => {
      isClosed = true;
    },
  };
  return { bus, calls, isClosed: () => isClosed };
}

const refuse = (name: string) => () => Promise.reject(new ErrorReply(`org.freedesktop.DBus.Error.${name}`));

test.each([
  ['has the interface', () => Promise.resolve([1]), 'available'],
  ['has a newer version of it', () => Promise.resolve([2]), 'available'],
  ['is not there', refuse('ServiceUnknown'), 'absent'],
  ['lacks the interface', refuse('InvalidArgs'), 'absent'],
  ['answers with nonsense', () => Promise.resolve(['1']), 'absent'],
  ['does not answer in time', () => Promise.reject(new Error('in time')), 'unknown'],
] as const)('a portal that %s is %s', async (_case, answer, support) => {
  const { bus, calls, isClosed } = busWith(answer);
  expect(await queryPortal(() => Promise.resolve(bus))).toBe(support);
  expect(calls).toMatchObject([
    {
      destination: 'org.freedesktop.portal.Desktop',
      body: ['org.freedesktop.portal.GlobalShortcuts', 'version'],
    },
  ]);
  expect(isClosed()).toBe(true);
});

test('without a session bus there is no portal', async () => {
  expect(await queryPortal(() => Promise.reject(new Error('no bus')))).toBe('absent');
});

test.each([
  ['available', 'registered', ['F9']],
  ['unknown', 'registered', ['F9']],
  ['absent', 'notGranted', []],
] as const)('where the portal is %s, a shortcut is %s', async (support, outcome, requested) => {
  const asked: string[] = [];
  const keys = createPortalKeys(
    {
      register: (accelerator) => {
        asked.push(accelerator);
        return Promise.resolve('registered');
      },
      unregister: () => Promise.resolve(),
      matchesKeyCode: () => null,
    },
    support,
  );
  expect(await keys.register('F9', () => {})).toBe(outcome);
  expect(asked).toEqual(requested);
  expect(keys.isGrantedByPress).toBe(true);
});
