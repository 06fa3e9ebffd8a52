import { expect, it, vi } from 'vitest';
import { UserFacingError } from '../../../scripts/log.mjs';
import { requireOfficialElectron } from '../../../scripts/setup/electron/index.mjs';

const official = vi.hoisted(() => ({ program: undefined as string | undefined }));

vi.mock('../../../scripts/setup/electron/official.mjs', () => ({
  officialElectron: () => Promise.resolve(official.program),
  pinnedVersion: () => '45.4.1',
}));

it("without Electron's official release no package is made, whatever other Electron exists", async () => {
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', '/some/other/electron');
  await expect(requireOfficialElectron()).rejects.toThrow(UserFacingError);
  await expect(requireOfficialElectron()).rejects.toThrow('official Electron 45.4.1 only');
  official.program = '/node_modules/electron/dist/electron';
  await expect(requireOfficialElectron()).resolves.toBeUndefined();
  vi.unstubAllEnvs();
});
