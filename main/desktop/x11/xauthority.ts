/** The key to an X11 display: finds the cookie in the user's authority file (the format of libXau). Pure. */

/** Which of the kinds of address in the file is "this computer", and which is "any". */
const LOCAL = 256;
const ANY = 65535;
const COOKIE = 'MIT-MAGIC-COOKIE-1';

export type Cookie = { name: string; data: Buffer };

/**
 * The cookie of a display.
 * @param file the whole authority file; what breaks off in the middle of an entry counts up to there
 * @param displayNumber as DISPLAY has it: "0"
 * @param hostname this computer's name; an entry of another name counts last, for a computer that was renamed
 * @returns null where the file has none
 */
export function findCookie(file: Buffer, displayNumber: string, hostname: string): Cookie | null {
  const fit = entriesOf(file)
    .filter(({ name, display }) => name === COOKIE && (display === '' || display === displayNumber))
    .map((entry) => ({ entry, rank: rankOf(entry, hostname) }))
    .sort((one, other) => one.rank - other.rank);
  const [best] = fit;
  return best ? { name: best.entry.name, data: best.entry.data } : null;
}

type Entry = { family: number; address: string; display: string; name: string; data: Buffer };

function rankOf({ family, address }: Entry, hostname: string): number {
  if (family === LOCAL && address === hostname) return 0;
  return family === ANY ? 1 : 2;
}

function entriesOf(file: Buffer): Entry[] {
  const entries: Entry[] = [];
  let at = 0;

  function field(): Buffer | null {
    if (at + 2 > file.length) return null;
    const length = file.readUInt16BE(at);
    const value = file.subarray(at + 2, at + 2 + length);
    at += 2 + length;
    return value.length === length ? value : null;
  }

  while (at + 2 <= file.length) {
    const family = file.readUInt16BE(at);
    at += 2;
    const [address, display, name, data] = [field(), field(), field(), field()];
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
