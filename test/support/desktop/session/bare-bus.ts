import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A session bus without services and without activation of services. */
export interface BareBus {
  /** Value for DBUS_SESSION_BUS_ADDRESS of an app, and for its {@link StatusNotifierHost}. */
  address: string;
  stop: () => Promise<void>;
}

/** Configuration without service folders: on a usual session bus, the first call to a keyring starts one. */
const configuration = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** Starts a session without a keyring. */
export async function startBareBus(): Promise<BareBus> {
  const dir = await mkdtemp(join(tmpdir(), 'bare-bus-'));
  const config = join(dir, 'bus.conf');
  await writeFile(config, configuration);
  const daemon = spawn('dbus-daemon', ['--nofork', '--print-address', `--config-file=${config}`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [address] = (await once(createInterface(daemon.stdout), 'line')) as [string];
  return {
    address,
    stop: async () => {
      const exited = once(daemon, 'exit');
      daemon.kill();
      await exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}
