/** How many characters of a text from outside a menu, a tooltip or a notification shows. */
const MAX_CHARACTERS = 80;

/** Control characters, line breaks among them, halves of surrogate pairs, and the marks that reorder the text round them. */
const UNSHOWABLE = /[\p{Cc}\p{Cs}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]+/gu;

/**
 * A text that came from outside, as the desktop is given it: in one line, of a length that fits, and without characters that
 * would make it, or the words after it, look like something else. Reasons come from the service too, where nobody has
 * checked them.
 */
export function displayText(text: string): string {
  const characters = Array.from(text.replace(UNSHOWABLE, ' ').trim());
  return characters.length <= MAX_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
