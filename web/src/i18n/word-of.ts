/** What a code means; the code itself where we have no words: it came with a later program. */
export const wordOf = (known: Partial<Record<string, string>>, code: string): string => known[code] ?? code;
