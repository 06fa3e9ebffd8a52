/** Text as people type and paste it, brought into one form, so that what looks the same is the same. Pure. */

/** Everything that draws nothing by itself: zero-width characters, marks that reorder text, fillers, control characters. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cs}\uFFF9-\uFFFB]/u;
const EVERY_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');

/** Line ends and tabs part words, as blanks do. U+FEFF, which JavaScript counts among them, is a mark that draws nothing. */
const BLANKS = /[^\S\uFEFF]+/gu;

/**
 * Invisible characters that words and emoji are made of: selectors that belong to the character before them, the tags of a
 * regional flag, and joiners between emoji or in scripts that write with them.
 */
const NEEDED = [
  /(?<=[\p{L}\p{N}\p{S}\p{P}])[\uFE00-\uFE0F]/gu,
  /(?<=\p{Script=Han})[\u{E0100}-\u{E01EF}]/gu,
  /(?<=\p{Script=Mongolian})[\u180B-\u180D\u180F]/gu,
  /(?<=\u{1F3F4})[\u{E0020}-\u{E007E}]+\u{E007F}/gu,
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F])\u200D(?=\p{Extended_Pictographic})/gu,
  /(?<=(?![\p{Script=Latin}\p{Script=Han}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}])[\u200C\u200D](?=[\p{L}\p{M}])/gu,
];

/** A word or two for people, such as a reason: in Unicode's composed form, on one line, without what cannot be seen. */
export const tidyWords = untilStable((typed) => {
  const text = typed.replace(BLANKS, ' ').normalize('NFC');
  const needed = new Set<number>();
  for (const pattern of NEEDED) {
    for (const { index, 0: found } of text.matchAll(pattern)) {
      for (let place = index; place < index + found.length; place += 1) needed.add(place);
    }
  }
  return text
    .replace(EVERY_INVISIBLE, (character, place: number) => (needed.has(place) ? character : ''))
    .trim();
});

/** Digits, an address or an account: full-width and other variants of a character count as the character itself. */
export const tidyAddress = untilStable((typed) =>
  typed.replace(BLANKS, ' ').replace(EVERY_INVISIBLE, '').normalize('NFKC').trim(),
);

/** A key, which is printable ASCII without any blank: full-width forms, as an input method types them, are folded. */
export function tidyKey(typed: string): string {
  return typed
    .replace(BLANKS, '')
    .replace(EVERY_INVISIBLE, '')
    .replace(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0));
}

/** Whether something that nobody can see was in a text and is not in its tidy form. */
export function lostInvisible(typed: string, tidy: string): boolean {
  const count = (text: string) => text.replace(BLANKS, ' ').match(EVERY_INVISIBLE)?.length ?? 0;
  return count(typed) > count(tidy);
}

/** What is taken out can bring together what then composes, parts words, or is no longer needed: so once more, until nothing changes. */
function untilStable(tidy: (text: string) => string): (typed: string) => string {
  return (typed) => {
    let text = typed;
    for (;;) {
      const next = tidy(text);
      if (next === text) return text;
      text = next;
    }
  };
}
