// Suggestions while a clerk types three letters: without diacritics, each piece the beginning of a word, in order. "qao" and "qu ao"
// both find "quần áo". Fast enough for every key: a few thousand names are walked, none is built anew.

export interface Name {
  readonly text: string;
  readonly folded: string;
}

/** Without diacritics, in lower case, one space between words. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

export const named = (texts: readonly string[]): readonly Name[] => texts.map((text) => ({ text, folded: folded(text) }));

const typedMax = 30;

/** Whether the letters of `typed` are beginnings of words, one word after the other: "pisa" of "pin sac du phong". */
function beginsWords(typed: string, words: string): boolean {
  let reached = 1; // bit n: the first n letters are spoken for
  for (const word of words.split(' ')) {
    let after = reached;
    for (let at = 0; at < typed.length; at += 1) {
      if (((reached >> at) & 1) === 0) continue;
      for (let same = 0; same < word.length && word[same] === typed[at + same]; same += 1) after |= 1 << (at + same + 1);
    }
    reached = after;
    if (((reached >> typed.length) & 1) === 1) return true;
  }
  return false;
}

/** At most `most`, in the order of the names, those that simply begin so before the others. What stands whole there needs no suggestion. */
export function suggestions(typed: string, names: readonly Name[], most = 5): readonly string[] {
  const words = folded(typed.slice(0, typedMax + 1));
  if (words === '' || words.length > typedMax) return [];
  if (names.some(({ text }) => text === typed.trim())) return [];
  const plain = names.filter(({ folded: name }) => name.startsWith(words));
  if (plain.length >= most) return plain.slice(0, most).map(({ text }) => text);
  const letters = words.replaceAll(' ', '');
  const others = names.filter((name) => !plain.includes(name) && beginsWords(letters, name.folded));
  return [...plain, ...others].slice(0, most).map(({ text }) => text);
}
