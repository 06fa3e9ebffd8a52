/** Identifies a process's display by its environment. Pure. */

type Environment = Partial<Record<string, string>>;

/** Serializes the variables that name a display; each ends with a NUL. */
export function serializeDisplay({ DISPLAY = '', WAYLAND_DISPLAY = '' }: Environment): string {
  return `DISPLAY=${DISPLAY}\0WAYLAND_DISPLAY=${WAYLAND_DISPLAY}\0`;
}

/** Parses such a text. */
export function parseEnvironment(text: string): Environment {
  return Object.fromEntries(
    text
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** Name of the display; `''` if there is none. */
export function getDisplay({ WAYLAND_DISPLAY: wayland = '', DISPLAY: x11 = '' }: Environment): string {
  return wayland === '' ? x11 : wayland;
}

/** Whether two processes certainly have different displays. ":0" and ":0.0" are the same X server. */
export function isOtherDisplay(one: Environment, other: Environment): boolean {
  // A Wayland process and an X11 process can be in the same session.
  if (Boolean(one.WAYLAND_DISPLAY) !== Boolean(other.WAYLAND_DISPLAY)) {
    return Boolean(one.DISPLAY && other.DISPLAY) && toServerName(one.DISPLAY) !== toServerName(other.DISPLAY);
  }
  const [here, there] = [getDisplay(one), getDisplay(other)];
  return here !== '' && there !== '' && toServerName(here) !== toServerName(there);
}

function toServerName(display = ''): string {
  return display.replace(/^(?:unix)?(?=:)/, '').replace(/(:\d+)\.\d+$/, '$1');
}
