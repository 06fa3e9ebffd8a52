/** Cleans external text for menus, tooltips and notifications. */
/** Maximum length of an external text, in characters. */
const MAX_CHARACTERS = 80;

/** Control characters including line breaks, unpaired surrogates, and bidirectional formatting characters. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]+/gu;

/**
 * Returns an external text on one line, shortened to {@link MAX_CHARACTERS}, and without characters that could change how it
 * or the following text looks. Reasons also come from the service, which does not validate them.
 */
export function displayText(text: string): string {
  const characters = Array.from(text.replace(UNSHOWABLE, ' ').trim());
  return characters.length <= MAX_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
