/** Shortens the tooltip of the tray icon. Its own file, because the icon is created before most of the app is loaded. Pure. */

/** Windows truncates longer tooltips, in UTF-16 code units. */
const WINDOWS_TOOLTIP_MAX = 127;

/** Drops lines at the end until a tooltip fits. The first line, the status, is truncated if it alone is too long. */
export function fitTooltip(text: string, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return text;
  const [first = '', ...rest] = text.split('\n');
  let fitted = first.length > WINDOWS_TOOLTIP_MAX ? truncate(first) : first;
  for (const line of rest) {
    if (fitted.length + 1 + line.length > WINDOWS_TOOLTIP_MAX) break;
    fitted += `\n${line}`;
  }
  return fitted;
}

/** Does not split a surrogate pair. */
function truncate(line: string): string {
  return `${line.slice(0, WINDOWS_TOOLTIP_MAX - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
