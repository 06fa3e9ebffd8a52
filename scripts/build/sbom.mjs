import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { Contrib, Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { keytarSha256 } from '../package/keytar-sha256.mjs';
import { readJson } from '../read-json.mjs';
import { repoDir } from '../paths.mjs';

/** @typedef {Parameters<InstanceType<typeof Contrib.FromNodePackageJson.Builders.ComponentBuilder>['makeComponent']>[0]} Manifest */

/**
 * The software bill of materials of the packages (CycloneDX 1.6, JSON): the npm packages that are in the bundles, keytar with the checksums
 * of its native modules, and Electron. It has neither a time nor a serial number, so that the same source gives the same text.
 * @param {readonly import('./bundled-packages.mjs').BundledPackage[]} packages
 */
export function sbom(packages) {
  const lock = /** @type {{ packages: Record<string, { integrity?: string }> }} */ (
    readJson(join(repoDir, 'package-lock.json'))
  );
  const component = new Contrib.FromNodePackageJson.Builders.ComponentBuilder(
    new Contrib.FromNodePackageJson.Factories.ExternalReferenceFactory(),
    // No package has an expression of several licenses; one would become a license by its name.
    new Contrib.License.Factories.LicenseFactory(() => {
      throw new Error('a name');
    }),
  );
  /**
   * @param {string} folder
   * @param {unknown} manifest
   * @param {Enums.ComponentType} type
   */
  function toComponent(folder, manifest, type) {
    const built = component.makeComponent(/** @type {Manifest} */ (manifest), type);
    if (built === undefined) throw new Error(`${folder} has no name`);
    const scope = built.group === undefined ? '' : `${encodeURIComponent(built.group)}/`;
    built.purl = `pkg:npm/${scope}${built.name}@${built.version}`;
    built.bomRef.value = built.purl;
    const sha512 = /^sha512-(.+)$/.exec(lock.packages[folder]?.integrity ?? '')?.[1];
    if (sha512 !== undefined)
      built.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(sha512, 'base64').toString('hex'));
    return built;
  }

  const app = toComponent('', readJson(join(repoDir, 'package.json')), Enums.ComponentType.Application);
  const parts = packages.map(({ folder, manifest }) =>
    toComponent(folder, manifest, Enums.ComponentType.Library),
  );
  const keytar = parts.find(({ name }) => name === 'keytar');
  for (const [system, sha256] of Object.entries(keytarSha256()))
    keytar?.properties.add(new Models.Property(`standby:native-module:${system}:sha256`, sha256));
  const electronFolder = 'node_modules/electron';
  parts.push(
    toComponent(
      electronFolder,
      readJson(join(repoDir, electronFolder, 'package.json')),
      Enums.ComponentType.Framework,
    ),
  );

  const bom = new Models.Bom({ metadata: new Models.Metadata({ component: app }) });
  for (const part of parts) {
    bom.components.add(part);
    app.dependencies.add(part.bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 2 })}\n`;
}
