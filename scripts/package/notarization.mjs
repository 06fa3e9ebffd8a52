import process from 'node:process';

/** Variables with the credentials for Apple's notary service. */
const variables = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];

/**
 * electron-builder's beforePack hook. Without these variables electron-builder only warns, and makes a package for macOS that
 * is not notarized.
 * @param {{ electronPlatformName: string, packager: { platformSpecificBuildOptions: object } }} context
 */
export default function requireNotarization({ electronPlatformName, packager }) {
  if (electronPlatformName !== 'darwin') return;
  const options = packager.platformSpecificBuildOptions;
  if ('notarize' in options && options.notarize === false) return;
  const missing = variables.filter((name) => !process.env[name]);
  if (missing.length === 0) return;
  throw new Error(
    `a package for macOS is notarized by Apple, or not made. Not set: ${missing.join(', ')}. ` +
      '`npm run package -- --unsigned` makes one for trials.',
  );
}
