/** Normalizes typed and pasted text, so that texts that look the same are equal. Pure. */

/** Characters without a glyph: zero-width characters, bidirectional marks, fillers, control characters. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\uFFF9-\uFFFB]/u;
const EVERY_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');

/** Blanks, line breaks and tabs separate words. Without U+FEFF, which JavaScript counts as a blank although it is invisible. */
const BLANKS = /[^\S\uFEFF]+/gu;

/**
 * Invisible characters that are part of words and emoji: variation selectors, the tags of a regional flag, and joiners between
 * emoji or in scripts that use them.
 */
const NEEDED = [
  /(?<=[\p{L}\p{N}\p{S}\p{P}])[\uFE00-\uFE0F]/gu,
  /(?<=\p{Script=Han})[\u{E0100}-\u{E01EF}]/gu,
  /(?<=\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu,
  /(?<=\u{1F3F4})[\u{E0020}-\u{E007E}]+\u{E007F}/gu,
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu,
  /(?<=(?![\p{Script=Latin}\p{Script=Han}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}])[\u200C\u200D](?=[\p{L}\p{M}])/gu,
];

/** Normalizes a short text such as a reason: Unicode NFC, one line, no invisible characters. */
export const normalizeText = untilStable((typed) => {
  const text = typed.replace(BLANKS, ' ').normalize('NFC');
  const needed = new Set<number>();
  for (const pattern of NEEDED) {
    for (const { index: start, 0: found } of text.matchAll(pattern)) {
      for (let index = start; index < start + found.length; index += 1) needed.add(index);
    }
  }
  return text
    .replace(EVERY_INVISIBLE, (character, index: number) => (needed.has(index) ? character : ''))
    .trim();
});

/** Normalizes digits, an address or an account: full-width and other variants of a character become the character itself. */
export const normalizeAddress = untilStable((typed) =>
  typed.replace(BLANKS, ' ').replace(EVERY_INVISIBLE, '').normalize('NFKC').trim(),
);

/** Normalizes a key, which is printable ASCII without blanks: folds full-width characters of input methods. */
export function normalizeKey(typed: string): string {
  return typed
    .replace(BLANKS, '')
    .replace(EVERY_INVISIBLE, '')
    .replace(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/** Whether normalization has removed an invisible character. */
export function hasRemovedInvisible(typed: string, normalized: string): boolean {
  const count = (text: string) => text.replace(BLANKS, ' ').match(EVERY_INVISIBLE)?.length ?? 0;
  return count(typed) > count(normalized);
}

/** Repeats a normalization until nothing changes: a removal can make characters compose, or make others superfluous. */
function untilStable(normalize: (text: string) => string): (typed: string) => string {
  return (typed) => {
    let text = typed;
    for (;;) {
      const next = normalize(text);
      if (next === text) return text;
      text = next;
    }
  };
}
