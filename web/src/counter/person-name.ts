// A person's name as the server takes it (src/base/person_name.cpp): letters, marks, dots, hyphens, apostrophes; at most 120.

export function personName(typed: string): string | undefined {
  if (new TextEncoder().encode(typed.slice(0, 481)).length > 480) return undefined;
  const name = typed.normalize('NFC').replace(/[ \t\u00a0]+/g, ' ').trim();
  const letters = Array.from(name).filter((letter) => letter !== ' ').length;
  const good = /^[\p{L}\p{Mn}\p{Mc}.'\- ]+$/u.test(name) && /[\p{L}\p{Mn}\p{Mc}]/u.test(name);
  return good && letters <= 120 ? name : undefined;
}
