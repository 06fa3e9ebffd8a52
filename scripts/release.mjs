import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { appId, missingFields } from './package/identity.mjs';
import { writeChecksums } from './package/release.mjs';
import { execInherit } from './exec.mjs';
import { main, log, UserFacingError } from './log.mjs';
import { repoDir } from './paths.mjs';
import { readJson } from './read-json.mjs';
import { releaseChangelog } from './release/changelog.mjs';
import { ensureDependencies } from './setup/dependencies.mjs';

/**
 * Prepares a release: `npm run release -- --dry-run`. It needs no network and changes no source: it says which version comes next,
 * and writes the notes, the bill of materials and the checksums of what lies in out/. Without `--dry-run` it also sets the version
 * in package.json, package-lock.json and CHANGELOG.md, for a commit that a maintainer makes (docs/release.md).
 */
await main(async () => {
  const { values } = parseArgs({
    options: { 'dry-run': { type: 'boolean', default: false }, out: { type: 'string', default: 'out' } },
  });
  await ensureDependencies();
  const { nextVersion } = await import('./release/next-version.mjs');
  const { releaseNotes } = await import('./release/release-notes.mjs');
  const { build } = await import('./build.mjs');

  const identity = /** @type {import('./package/identity.mjs').Identity & { version: string }} */ (
    readJson(join(repoDir, 'package.json'))
  );
  const { version, reason } = await nextVersion(repoDir, identity.version);
  log(`the next version is ${version}: ${reason}`);
  const missing = missingFields(identity);
  if (missing.length > 0)
    log(`not yet publishable: package.json does not say ${missing.join(', ')} (docs/release.md)`);

  const changelog = await readFile(join(repoDir, 'CHANGELOG.md'), 'utf8');
  const released = releaseChangelog(changelog, version, new Date().toISOString().slice(0, 10));
  if (!released.ok) throw new UserFacingError(released.error);

  const out = resolve(repoDir, values.out);
  await mkdir(out, { recursive: true });
  await build();
  await copyFile(join(repoDir, 'dist/sbom.cdx.json'), join(out, 'sbom.cdx.json'));
  await writeFile(join(out, 'release-notes.md'), await releaseNotes(repoDir, version));
  const names = await writeChecksums(out, 0);
  log(
    `wrote, in ${out}: sbom.cdx.json, release-notes.md, SHA256SUMS (${names.join(', ')}), as ${appId(identity)}`,
  );

  if (values['dry-run']) {
    log('a dry run: no source was changed');
    return 0;
  }
  await writeFile(join(repoDir, 'CHANGELOG.md'), released.changelog);
  if (version !== identity.version) {
    const code = await execInherit('npm', ['version', '--no-git-tag-version', '--offline', version]);
    if (code !== 0) return code;
  }
  log(`commit it as "chore: release ${version}" and tag it v${version}`);
  return 0;
});
