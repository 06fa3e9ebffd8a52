/** Writes a file that nobody but the agent can read, whatever the desktop's default for new files is. */
import { open } from 'node:fs/promises';

const OWN = 0o600;

/** Writes a text, in place of what is there. Rejects with the system's error. */
export async function writePrivately(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', OWN);
  try {
    // A file that was there has kept its mode. Some file systems, such as those of USB sticks, have none and refuse.
    await file.chmod(OWN).catch(() => {});
    await file.writeFile(text);
  } finally {
    await file.close();
  }
}
