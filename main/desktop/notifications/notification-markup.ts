/** Escapes notification text for daemons that parse markup, and replaces markup characters for others. Pure. */

/** For a daemon with the capability `body-markup`. */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** For an unknown daemon: similar characters that display the same with and without markup parsing. */
export function avoidMarkup(text: string): string {
  return text.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›');
}
