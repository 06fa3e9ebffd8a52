/** The text of a notification's body for daemons that read markup, and for those that do not. Pure. */

/** For a daemon that says it reads markup (the capability `body-markup`). */
export function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Where nobody says whether markup is read: letters that look alike, and are right for both. */
export function avoidMarkup(text: string): string {
  return text.replaceAll('&', '＆').replaceAll('<', '‹').replaceAll('>', '›');
}
