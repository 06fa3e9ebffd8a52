/** The software bill of materials that the build writes: valid, and complete. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { readJson } from '../../../scripts/read-json.mjs';

const document = readFileSync('dist/sbom.cdx.json', 'utf8');
const bom = z
  .object({
    components: z.array(
      z.object({
        name: z.string(),
        group: z.optional(z.string()),
        version: z.string(),
        purl: z.string(),
        hashes: z.array(z.object({ alg: z.string(), content: z.string() })),
        licenses: z.array(z.unknown()).check(z.minLength(1)),
        properties: z.optional(z.array(z.object({ name: z.string(), value: z.string() }))),
      }),
    ),
  })
  .parse(JSON.parse(document));
const fullName = ({ group, name }: { group?: string | undefined; name: string }) =>
  group === undefined ? name : `${group}/${name}`;

test('it is valid by the schema of CycloneDX 1.6', () => {
  const schemas = 'node_modules/@cyclonedx/cyclonedx-library/res/schema';
  const read = (name: string) => z.record(z.string(), z.unknown()).parse(readJson(join(schemas, name)));
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['spdx', 'jsf-0.82'])
    ajv.addSchema(
      read(`${name}.SNAPSHOT.schema.json`),
      `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`,
    );
  const isValid = ajv.compile(read('bom-1.6.SNAPSHOT.schema.json'));
  expect(isValid(JSON.parse(document)), JSON.stringify(isValid.errors)).toBe(true);
  expect(isValid({ ...bom, bomFormat: 'Other' })).toBe(false);
});

test('it names each npm package whose source is in the packaged bundles, keytar and Electron, and no other', () => {
  // The build writes into a folder of node_modules/.cache and moves the result to dist/; the sources are relative to the first.
  const builtIn = 'node_modules/.cache/build/packaged';
  const sources = readdirSync('dist/packaged', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) =>
      z
        .object({ sources: z.array(z.string()) })
        .parse(readJson(join('dist/packaged', file)))
        .sources.map((source) => join(builtIn, dirname(file), source).replaceAll('\\', '/')),
    );
  const bundled = sources
    .map((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1])
    .filter((name) => name !== undefined);
  expect(bundled.length).toBeGreaterThan(10);
  expect(bom.components.map(fullName).toSorted()).toEqual(
    [...new Set([...bundled, '@github/keytar', 'electron'])].toSorted(),
  );
});

test('each package has the version that is installed, and its checksum', () => {
  for (const component of bom.components) {
    const folder = component.name === 'keytar' ? 'keytar' : fullName(component);
    const installed = z
      .object({ version: z.string() })
      .parse(readJson(join('node_modules', folder, 'package.json')));
    expect(component.version).toBe(installed.version);
    expect(component.purl).toBe(`pkg:npm/${fullName(component).replace('@', '%40')}@${component.version}`);
    expect(component.hashes.map(({ alg }) => alg)).toEqual(['SHA-512']);
  }
});

test('keytar has the checksum of its native module for each system that compares it', () => {
  const keytar = bom.components.find(({ name }) => name === 'keytar');
  expect(keytar?.properties?.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'standby:native-module:linux-x64:sha256',
      'standby:native-module:linux-arm64:sha256',
      'standby:native-module:win32-x64:sha256',
      'standby:native-module:win32-arm64:sha256',
    ]),
  );
});
