/** Finds the cookie for an X11 display in the user's authority file (libXau format). Pure. */

/** Address families of an entry: this host, and any host. */
const LOCAL = 256;
const ANY = 65535;
const COOKIE = 'MIT-MAGIC-COOKIE-1';

export type Cookie = { name: string; data: Buffer };

/**
 * Finds the cookie of a display.
 * @param file content of the authority file; a truncated last entry is ignored
 * @param displayNumber as in DISPLAY: "0"
 * @param hostname name of this computer; entries of other names rank last, for a renamed computer
 * @returns null if the file has none
 */
export function findCookie(file: Buffer, displayNumber: string, hostname: string): Cookie | null {
  const candidates = parseEntries(file)
    .filter(({ name, display }) => name === COOKIE && (display === '' || display === displayNumber))
    .map((entry) => ({ entry, rank: getRank(entry, hostname) }))
    .sort((one, other) => one.rank - other.rank);
  const [best] = candidates;
  return best ? { name: best.entry.name, data: best.entry.data } : null;
}

type Entry = { family: number; address: string; display: string; name: string; data: Buffer };

function getRank({ family, address }: Entry, hostname: string): number {
  if (family === LOCAL && address === hostname) return 0;
  return family === ANY ? 1 : 2;
}

function parseEntries(file: Buffer): Entry[] {
  const entries: Entry[] = [];
  let at = 0;

  function readField(): Buffer | null {
    if (at + 2 > file.length) return null;
    const length = file.readUInt16BE(at);
    const value = file.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    return value.length === length ? value : null;
  }

  while (at + 2 <= file.length) {
    const family = file.readUInt16BE(at);
    at += 2;
    const [address, display, name, data] = [readField(), readField(), readField(), readField()];
    if (address === null || display === null || name === null || data === null) break;
    entries.push({
      family,
      address: address.toString('latin1'),
      display: display.toString('latin1'),
      name: name.toString('latin1'),
      data,
    });
  }
  return entries;
}
