const heading = `Standby contains the packages below, each under its own licence. Electron's own, and those of everything it is made of,
are in the files that come with it: LICENSE and LICENSES.chromium.html.
`;

/**
 * The names, versions and licenses of all npm packages in Standby, as a text file for the packages.
 * @param {readonly import('./bundled-packages.mjs').BundledPackage[]} packages
 */
export function thirdPartyLicenses(packages) {
  const entries = packages.map(
    ({ name, version, license, licenseText }) =>
      `${'─'.repeat(80)}\n${name} ${version} (${license})\n\n${licenseText}\n`,
  );
  return [heading, ...entries].join('\n');
}
