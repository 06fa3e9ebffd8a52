import { expect, it } from 'vitest';
import { planDisplay, planStart } from '../../../scripts/start-plan.mjs';

it('on the official Electron everything is passed on, and nothing is said', () => {
  expect(
    planStart({
      isFallback: false,
      isRoot: false,
      args: ['--lang=zh-CN', '--unsafe-electron', '--no-desktop'],
    }),
  ).toEqual({
    args: ['--lang=zh-CN'],
    banner: [],
  });
});

it('on the fallback only the simulator runs, and the reason is said with the way out', () => {
  const { args, banner } = planStart({ isFallback: true, isRoot: false, args: ['--lang=zh-CN'] });
  expect(args).toEqual(['--lang=zh-CN', '--simulator-only']);
  expect(banner[0]).toBe('SIMULATOR ONLY: no real keys on this Electron.');
  expect(banner.join(' ')).toMatch(
    /gets no security updates.*never compared.*npm start -- --unsafe-electron/,
  );
});

it('whoever says so uses real keys on the fallback, and is told the reason once more', () => {
  const { args, banner } = planStart({ isFallback: true, isRoot: false, args: ['--unsafe-electron'] });
  expect(args).toEqual([]);
  expect(banner.join(' ')).toMatch(/gets no security updates.*real keys can be used/);
});

it('started by root, Chromium runs without its sandbox, and that is said', () => {
  const { args, banner } = planStart({ isFallback: false, isRoot: true, args: ['--lang=zh-CN'] });
  expect(args).toEqual(['--no-sandbox', '--lang=zh-CN']);
  expect(banner.join(' ')).toMatch(/without its sandbox/);
});

it('on Linux without a display npm start uses a virtual desktop, but not with CI set or --no-desktop given', () => {
  const linux = (env: NodeJS.ProcessEnv, ...args: string[]) => planDisplay({ platform: 'linux', env, args });
  expect(linux({ DISPLAY: ':0', CI: '1' })).toBe('own');
  expect(linux({ WAYLAND_DISPLAY: 'wayland-0' }, '--no-desktop')).toBe('own');
  expect(linux({}, '--lang=zh-CN')).toBe('virtual');
  expect(linux({ DISPLAY: '', CI: '' })).toBe('virtual');
  expect(linux({ CI: 'true' })).toBe('none');
  expect(linux({}, '--no-desktop')).toBe('none');
});

it.each(['darwin', 'win32'] as const)(
  'on %s npm start always uses the display of the session',
  (platform) => {
    expect(planDisplay({ platform, env: { CI: '1' }, args: ['--no-desktop'] })).toBe('own');
  },
);
