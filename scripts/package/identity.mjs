/**
 * The app id and the owner's addresses. package.json is the only place that names them; docs/release.md says what the owner
 * fills in.
 * @typedef {object} Identity
 * @property {string} desktopName name of the desktop file; Electron reads it, too
 * @property {string} [homepage]
 * @property {string | { url?: string }} [repository]
 * @property {{ name: string, email?: string }} author maintainer of the Linux packages
 */

/**
 * @param {Identity} identity
 * @returns {string} id of the app for Windows, macOS and the Linux desktops
 */
export function appId({ desktopName }) {
  return desktopName.replace(/\.desktop$/, '');
}

/**
 * @param {Identity} identity
 * @returns {string[]} the fields that the owner has not filled in
 */
export function missingFields({ homepage, repository, author }) {
  return Object.entries({ homepage, repository, 'author.email': author.email })
    .filter(([, value]) => !value)
    .map(([field]) => field);
}

/**
 * Options by which electron-builder makes packages that nobody publishes, although fields are missing: a deb and an rpm need
 * a homepage and a maintainer. The domain .invalid is reserved and reaches nobody.
 */
export const placeholderOptions = [
  '-c.extraMetadata.homepage=https://standby.invalid/',
  '-c.linux.maintainer=Nobody <nobody@standby.invalid>',
];
