// A scanner that plays keyboard, told from hands by its pace: keys less than 35 ms apart, ended by Enter. Accented letters do
// not survive that way and an active input method spoils more, so of a card only what is digits may be believed; the name is
// asked for. Pure: it is told keys and times.

export interface BurstKey {
  key: string; // KeyboardEvent.key
  at: number; // ms
}

export const gapMsMax = 35;
const lettersMin = 8;
const lettersMax = 4096;

export interface Burst {
  /** The text, when `key` ended a scan. */
  scanned: string | null;
  /** What was typed came as fast as a scan until now: the field that has it should give it up when the scan ends. */
  letters: number;
}

/** Call it with each key that goes down; a fresh one for each page. */
export function makeBurst(): (next: BurstKey) => Burst {
  let text = '';
  let last = Number.NEGATIVE_INFINITY;
  const none = { scanned: null, letters: 0 };
  return ({ key, at }) => {
    const fast = at - last <= gapMsMax && at >= last;
    if (key === 'Shift' || key === 'AltGraph') return { scanned: null, letters: text.length }; // of a capital
    last = at;
    if (key === 'Enter') {
      const scanned = fast && text.length >= lettersMin ? text : null;
      const letters = text.length;
      text = '';
      return { scanned, letters: scanned === null ? 0 : letters };
    }
    if (Array.from(key).length !== 1) {
      text = '';
      return none;
    }
    text = fast ? text + key : key;
    if (text.length > lettersMax) text = '';
    return { scanned: null, letters: text.length };
  };
}

/** What digits of a card came through a keyboard whole: the number, the day of birth, the day of issue. */
export interface CardDigits {
  number: string;
  born: string; // ddmmyyyy
  issued: string;
}

export function cardDigits(scanned: string): CardDigits | undefined {
  const fields = scanned.split('|').map((field) => field.trim());
  const [number = '', , , born = '', , , issued = ''] = fields;
  if (fields.length < 7 || !/^[0-9]{12}$/.test(number)) return undefined;
  const date = (text: string) => (/^[0-9]{8}$/.test(text) ? text : '');
  return { number, born: date(born), issued: date(issued) };
}
