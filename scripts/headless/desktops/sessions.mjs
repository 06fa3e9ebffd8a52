/**
 * The desktops of `npm run test:desktops`, and what each of them offers to Standby.
 * @typedef {object} Session
 * @property {string} title for people
 * @property {string} layer the folder of the packages; sessions with the same packages share it
 * @property {readonly string[]} packages of Debian, besides those of the desktop tests; a name that ends with - is removed
 * @property {'x11' | 'wayland'} windows the system of Standby's windows
 * @property {boolean} [needsSystemBus] whether it does not start without a system bus
 * @property {boolean} hasTray whether it shows icons of programs
 * @property {boolean} [hasFlatMenu] whether Standby's menu has no submenus there
 * @property {boolean} hasNotifications whether it shows notifications
 * @property {'gnome-keyring' | 'kwallet' | null} keychain
 * @property {readonly string[] | null} lockCall command that locks the screen; null where no locker is reachable over D-Bus
 * @property {readonly string[] | null} listWindows command that prints the titles of the windows on the screen; null if there is none
 * @property {readonly string[] | null} takePicture command that writes a picture of the screen to FILE; null if there is none
 */

const x11 = /** @type {const} */ ({
  windows: 'x11',
  listWindows: ['xdotool', 'search', '--onlyvisible', '--name', '^Standby$', 'getwindowname'],
  takePicture: ['import', '-window', 'root', 'FILE'],
});

/**
 * @param {string} destination
 * @param {string} path
 * @param {string} method with its interface
 * @param {...string} args
 */
const call = (destination, path, method, ...args) => [
  ...['gdbus', 'call', '--session', '--dest', destination, '--object-path', path, '--method', method],
  ...args,
];

const gnome = /** @type {const} */ ({
  layer: 'gnome',
  packages: [
    'adwaita-icon-theme',
    'gjs',
    'gnome-keyring',
    'gnome-shell',
    'gnome-shell-extension-appindicator',
    'xdg-desktop-portal-gnome',
    'xwayland',
  ],
  windows: 'wayland',
  needsSystemBus: true,
  hasNotifications: true,
  keychain: 'gnome-keyring',
  // GNOME locks only in a session of GDM and logind.
  lockCall: null,
  listWindows: call(
    'org.gnome.Shell',
    '/org/gnome/Shell',
    'org.gnome.Shell.Eval',
    'global.get_window_actors().filter((actor) => actor.visible).map((actor) => actor.meta_window.title).join()',
  ),
  takePicture: call(
    'org.gnome.Shell.Screenshot',
    '/org/gnome/Shell/Screenshot',
    'org.gnome.Shell.Screenshot.Screenshot',
    ...['false', 'false', 'FILE'],
  ),
});

const plasma = /** @type {const} */ ({
  layer: 'plasma',
  packages: [
    'breeze-icon-theme',
    'gnome-keyring-',
    'kde-style-breeze',
    'kwin-wayland',
    'kwin-x11',
    'libkf5wallet-bin',
    'libqca-qt5-2-plugins',
    'plasma-desktop',
    'plasma-workspace',
    'plasma-workspace-wayland',
    'xdg-desktop-portal-kde',
    'xwayland',
  ],
  hasTray: true,
  hasNotifications: true,
  keychain: 'kwallet',
  lockCall: call('org.freedesktop.ScreenSaver', '/ScreenSaver', 'org.freedesktop.ScreenSaver.Lock'),
});

/** @type {Readonly<Record<string, Session>>} */
export const sessions = {
  sway: {
    title: 'sway with waybar and mako',
    layer: 'sway',
    packages: ['gnome-keyring', 'grim', 'mako-notifier', 'sway', 'waybar', 'xwayland'],
    windows: 'wayland',
    hasTray: true,
    hasNotifications: true,
    keychain: 'gnome-keyring',
    lockCall: null,
    listWindows: ['swaymsg', '-t', 'get_tree'],
    takePicture: ['grim', 'FILE'],
  },
  weston: {
    title: 'weston',
    layer: 'weston',
    packages: ['gnome-keyring-', 'weston', 'xwayland'],
    windows: 'wayland',
    hasTray: false,
    hasNotifications: false,
    keychain: null,
    lockCall: null,
    listWindows: null,
    takePicture: null,
  },
  'plasma-x11': { title: 'KDE Plasma, X11', ...plasma, ...x11, hasFlatMenu: true },
  'plasma-wayland': {
    title: 'KDE Plasma, Wayland',
    ...plasma,
    windows: 'wayland',
    listWindows: call('org.kde.KWin', '/WindowsRunner', 'org.kde.krunner1.Match', 'Standby'),
    takePicture: null,
  },
  gnome: { title: 'GNOME, Wayland', ...gnome, hasTray: false },
  'gnome-appindicator': { title: 'GNOME, Wayland, AppIndicator', ...gnome, hasTray: true },
  lxqt: {
    title: 'LXQt with openbox, X11',
    layer: 'lxqt',
    packages: [
      'breeze-icon-theme',
      'gnome-keyring',
      'lxqt-notificationd',
      'lxqt-panel',
      'lxqt-themes',
      'openbox',
    ],
    hasTray: true,
    hasNotifications: true,
    keychain: 'gnome-keyring',
    lockCall: null,
    ...x11,
  },
  xfce: {
    title: 'Xfce, X11',
    layer: 'xfce',
    packages: ['gnome-keyring', 'xfce4-notifyd', 'xfce4-panel', 'xfce4-settings', 'xfwm4'],
    hasTray: true,
    hasNotifications: true,
    keychain: 'gnome-keyring',
    lockCall: null,
    ...x11,
  },
  mate: {
    title: 'MATE, X11',
    layer: 'mate',
    packages: [
      'gnome-keyring',
      'marco',
      'mate-notification-daemon',
      'mate-panel',
      'mate-screensaver',
      'mate-settings-daemon',
    ],
    hasTray: true,
    hasNotifications: true,
    keychain: 'gnome-keyring',
    lockCall: call('org.mate.ScreenSaver', '/org/mate/ScreenSaver', 'org.mate.ScreenSaver.Lock'),
    ...x11,
  },
};
