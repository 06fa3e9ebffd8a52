/** The recipes of docs/automation.md, run as the app runs them: with the real curl and jq, and a program in place of the light. */
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod/mini';
import { createStatusHook } from '../../../main/app/services/status-hook.ts';
import { createRunProcess } from '../../../main/process/run-process.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { AgentStatus } from '../../../shared/domain.ts';
import { appState, confirmed } from '../../support/app-state.ts';
import { removeFolder } from '../../support/unit/remove-folder.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/automation.md'), 'utf8');
const program = z.object({ program: z.string(), arguments: z.array(z.string()) });

/** Shows a status to the hook that starts the program. @returns the failures so far */
function createHook(spec: z.infer<typeof program>) {
  const failures: string[] = [];
  const hook = createStatusHook({
    program: spec,
    runProcess: createRunProcess({ time: systemClock, owners: [0, process.getuid?.() ?? 0] }),
    onFirstFailure: (_program, message) => failures.push(message),
    log: (message) => failures.push(message),
  });
  const show = (status: AgentStatus, reason: string) =>
    hook.onStateChange(appState({ confirmed: confirmed({ status, reason }) }));
  return { show, failures };
}

test.skipIf(!existsSync('/usr/bin/curl'))(
  'curl sends a change to a webhook (needs /usr/bin/curl)',
  async () => {
    const block =
      /```json\n(\{\s+"onStatus": \{\s+"program": "\/usr\/bin\/curl".*?)```/s.exec(page)?.[1] ?? '';
    const { onStatus } = z.object({ onStatus: program }).parse(JSON.parse(block));
    const server = createServer();
    onTestFinished(() => void server.close());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const received = new Promise<{ path: string | undefined; type: string | undefined; body: unknown }>(
      (resolve) =>
        server.once('request', (request, response) => {
          void text(request).then((body) => {
            response.end();
            resolve({
              path: request.url,
              type: request.headers['content-type'],
              body: JSON.parse(body) as unknown,
            });
          });
        }),
    );
    const here = `http://127.0.0.1:${port}`;
    const { show, failures } = createHook({
      ...onStatus,
      arguments: onStatus.arguments.map((each) => each.replace('https://home-assistant.example', here)),
    });
    show('rest', '午餐');
    expect(await received).toMatchObject({
      path: '/api/webhook/standby',
      type: 'application/json',
      body: { known: true, status: 'rest', reason: '午餐' },
    });
    expect(failures).toEqual([]);
  },
);

test.skipIf(!existsSync('/usr/bin/jq')).each([
  ['free', 'on green'],
  ['rest', 'on red'],
  ['notReady', 'on red'],
  ['offline', 'off'],
] as const)('the script sets the light at %s to %s (needs /usr/bin/jq)', async (status, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'standby-recipe-'));
  onTestFinished(() => removeFolder(folder));
  const [light, script] = [join(folder, 'busylight'), join(folder, 'on-status')];
  // The light is lit by a connection, which the test awaits.
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(join(folder, 'lit'));
  await once(server, 'listening');
  const lit = new Promise<string>((resolve) =>
    server.once('request', (request, response) => {
      response.end();
      resolve(decodeURIComponent(request.url ?? ''));
    }),
  );
  const report = `require('node:http').get({ socketPath: ${JSON.stringify(join(folder, 'lit'))}, path: '/' + encodeURIComponent(process.argv.slice(2).join(' ')) })`;
  writeFileSync(light, `#!${process.execPath}\n${report}\n`);
  const source = /```sh\n(#!\/bin\/sh\nlight=.*?)```/s.exec(page)?.[1] ?? '';
  writeFileSync(script, source.replace('/home/mei/.local/bin/busylight', light));
  for (const file of [light, script]) chmodSync(file, 0o755);
  const { show, failures } = createHook({ program: script, arguments: [] });
  show(status, '');
  expect(await lit).toBe(`/${expected}`);
  expect(failures).toEqual([]);
});
