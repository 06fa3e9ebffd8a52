/** A gateway that cannot start leaves nothing behind that would keep its program running. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, it, vi } from 'vitest';
import { startDemo } from '../../../gateway/demo/demo.ts';
import { startGateway } from '../../../gateway/gateway.ts';
import { createVirtualClock } from '../../support/unit/virtual-clock.ts';

it('a gateway whose port is in use stops its parts and closes its audit log', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const demo = await startDemo(port);
  const clock = createVirtualClock();
  const close = vi.fn(() => Promise.resolve());
  try {
    const starting = startGateway({
      config: demo.config,
      keys: demo.keys,
      redisPassword: undefined,
      auditSink: { write: () => true, reopen: () => {}, close },
      logger: pino({ level: 'silent' }),
      clock,
      version: '1.2.3',
    });
    await expect(starting).rejects.toThrow('EADDRINUSE');
    expect(close).toHaveBeenCalledOnce();
    expect(clock.pending()).toBe(0);
  } finally {
    await demo.close();
    other.close();
  }
});
