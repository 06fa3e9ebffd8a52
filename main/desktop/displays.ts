/** On which display a process of this user shows its windows, by its environment. Pure. */

type Environment = Partial<Record<string, string>>;

/** The variables that name a display, as text: each ended by a zero. */
export function listed({ DISPLAY = '', WAYLAND_DISPLAY = '' }: Environment): string {
  return `DISPLAY=${DISPLAY}\0WAYLAND_DISPLAY=${WAYLAND_DISPLAY}\0`;
}

/** Such a text as variables. */
export function environmentOf(text: string): Environment {
  return Object.fromEntries(
    text
      .split('\0')
      .filter((line) => line.includes('='))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** The display by its name; `''` where there is none. */
export function displayIn({ WAYLAND_DISPLAY: wayland = '', DISPLAY: x11 = '' }: Environment): string {
  return wayland === '' ? x11 : wayland;
}

/** Whether two processes certainly have different displays. ":0" and ":0.0" are the same X server. */
export function isElsewhere(one: Environment, other: Environment): boolean {
  // One that speaks Wayland and one that speaks X11 can be in the same session.
  if (Boolean(one.WAYLAND_DISPLAY) !== Boolean(other.WAYLAND_DISPLAY)) {
    return Boolean(one.DISPLAY && other.DISPLAY) && server(one.DISPLAY) !== server(other.DISPLAY);
  }
  const [here, there] = [displayIn(one), displayIn(other)];
  return here !== '' && there !== '' && server(here) !== server(there);
}

function server(display = ''): string {
  return display.replace(/^(?:unix)?(?=:)/, '').replace(/(:\d+)\.\d+$/, '$1');
}
