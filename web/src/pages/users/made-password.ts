// A first password that is told over the counter: four groups of letters and digits that nobody takes for one another, 78 bits.
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

export function madePassword(): string {
  const drawn: string[] = [];
  while (drawn.length < 16) {
    const [byte = 0] = crypto.getRandomValues(new Uint8Array(1));
    const letter = letters[byte % 32];
    if (letter !== undefined) drawn.push(letter); // 31 letters: the last of the 32 is drawn again
  }
  return drawn.join('').replace(/(.{4})(?=.)/g, '$1-');
}
