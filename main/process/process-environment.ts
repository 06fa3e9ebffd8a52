/** Builds the environment of the company's program from that of this process. */
import { win32 } from 'node:path';
import { systemFolder } from '../settings/policy/windows-folder.ts';

/**
 * The variables that a sign-in needs: the user, their session, tickets and proxies, and how to prompt them. All others
 * are withheld, above all those that change how programs are loaded (an AppImage's libraries, `NODE_OPTIONS`).
 */
const ENV_ALLOWLIST = [
  ...['HOME', 'USER', 'LOGNAME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ'],
  ...['XDG_RUNTIME_DIR', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME', 'XDG_SESSION_TYPE'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'SSH_AUTH_SOCK', 'KRB5CCNAME'],
  ...['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'],
  // Of Windows; PSModulePath is not passed on, because it names folders that PowerShell loads code from.
  ...['SystemDrive', 'TEMP', 'TMP', 'USERNAME', 'USERDOMAIN', 'USERDNSDOMAIN', 'COMPUTERNAME', 'LOGONSERVER'],
  ...[
    'USERPROFILE',
    'APPDATA',
    'LOCALAPPDATA',
    'ALLUSERSPROFILE',
    'PUBLIC',
    'ProgramData',
    'SESSIONNAME',
    'CLIENTNAME',
  ],
  ...[
    'ProgramFiles',
    'ProgramFiles(x86)',
    'ProgramW6432',
    'OS',
    'PROCESSOR_ARCHITECTURE',
    'NUMBER_OF_PROCESSORS',
  ],
  ...['CommonProgramFiles', 'CommonProgramFiles(x86)', 'CommonProgramW6432'],
];

/** The environment of a credential process. */
export function buildEnvironment(): NodeJS.ProcessEnv {
  const allowed: NodeJS.ProcessEnv = {};
  for (const name of ENV_ALLOWLIST) if (process.env[name] !== undefined) allowed[name] = process.env[name];
  return { ...allowed, ...systemEnvironment() };
}

/** A PATH of folders that only administrators can write to, instead of the agent's own PATH. */
function systemEnvironment(): NodeJS.ProcessEnv {
  if (process.platform !== 'win32') return { PATH: '/usr/bin:/bin:/usr/sbin:/sbin' };
  const system = systemFolder();
  if (system === null) return { PATH: '' };
  const windows = win32.dirname(system);
  return {
    PATH: `${system};${windows}`,
    PATHEXT: '.COM;.EXE',
    SystemRoot: windows,
    windir: windows,
    ComSpec: win32.join(system, 'cmd.exe'),
  };
}
