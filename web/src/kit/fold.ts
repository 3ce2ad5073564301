// What people type without diacritics finds what is written with them: "da nang" finds "Đà Nẵng".

export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim();

/**
 * Those whose words begin with every word of the text, in any order; a whole text that begins so comes first. Bounded, because a list of
 * thousands helps nobody.
 */
export function matching<T>(all: readonly T[], text: string, nameOf: (each: T) => string, count_max = 12): T[] {
  const wanted = fold(text);
  const words = wanted.split(/\s+/).filter(Boolean);
  const first: T[] = [];
  const later: T[] = [];
  for (const each of all) {
    const name = fold(nameOf(each));
    const parts = name.split(/[\s,.·/-]+/);
    if (!words.every((word) => parts.some((part) => part.startsWith(word)))) continue;
    (name.startsWith(wanted) ? first : later).push(each);
  }
  return [...first, ...later].slice(0, count_max);
}
