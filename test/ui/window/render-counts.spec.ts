import { fileURLToPath } from 'node:url';
import { bundleScript } from '../../../scripts/build/programs.mjs';
import { agent, confirmed, minutes, NOW, state } from '../../support/ui/states.ts';
import { expect, test } from '../../support/ui/page-fixture.ts';
import type { AppState } from '../../../shared/state.ts';

// Development mode of React: the production build calls no Profiler.
const bundle = bundleScript(
  fileURLToPath(new URL('../../support/ui/render-counts.tsx', import.meta.url)),
  'development',
);
// Without the hook React recommends its developer tools on the console.
const HOOK = 'globalThis.__REACT_DEVTOOLS_GLOBAL_HOOK__ = { isDisabled: true };';

const lunch = { status: 'rest', reason: 'Lunch' } as const;
const pushes: [change: string, next: AppState, rendered: string[]][] = [
  ['nothing', state(), []],
  ['the notices', state({ notices: [{ kind: 'invisibleRemoved' }] }), ['messages', 'window']],
  [
    'the time at which the status was confirmed',
    state({ agent: agent({ confirmed: confirmed({ confirmedAt: NOW + minutes(1) }) }) }),
    ['heading', 'tiles', 'window'],
  ],
  [
    'the status',
    state({ agent: agent({ confirmed: confirmed(lunch) }) }),
    ['heading', 'messages', 'restReasons', 'tiles', 'window'],
  ],
  ['the clock skew', state({ agent: agent({ clockSkewMs: minutes(3) }) }), ['messages', 'window']],
  ['the agent of the account', state({ account: { agent: 'li@example.com' } }), ['header', 'window']],
];

for (const [change, next, rendered] of pushes) {
  test(`a push that changes ${change} renders ${rendered.join(', ') || 'nothing'}`, async ({
    standby,
    page,
  }) => {
    await standby.open();
    await page.evaluate(`${HOOK}\n${await bundle}`);
    await expect(page.getByRole('group', { name: 'Status' })).toHaveCount(3);
    // The report of the day arrives after the first render.
    await expect.poll(() => page.evaluate(() => window.takeRenderCounts())).toEqual({});
    await standby.push(next);
    // A push renders synchronously, before the next task.
    const counts = await page.evaluate(() => window.takeRenderCounts());
    expect(Object.keys(counts).sort()).toEqual(rendered);
  });
}
