// What of a person may stand on a screen that others can see.

/** 011•••••6789: the first three and the last four. */
export function maskedNumber(digits: string): string {
  return digits.length < 9 ? '•'.repeat(digits.length) : digits.slice(0, 3) + '•'.repeat(digits.length - 7) + digits.slice(-4);
}

/** ••••••••78 */
export function maskedPhone(digits: string): string {
  return '•'.repeat(Math.max(0, digits.length - 2)) + digits.slice(-2);
}

/** Nguyễn V. A.: as the server masks (src/base/person_name.cpp). */
export function maskedName(name: string): string {
  const [first = '', ...others] = name.split(' ').filter((word) => word !== '');
  const letter = (word: string) => `${Array.from(word)[0] ?? ''}.`;
  if (others.length === 0) return first === '' ? '' : letter(first);
  return [first, ...others.map(letter)].join(' ');
}

/** 0912 345 678, as people read it out. */
export function spacedPhone(digits: string): string {
  return digits.length === 10 ? `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}` : digits;
}
