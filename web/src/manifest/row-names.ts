// What a row is called in the journal: a keyed digest of what it says, and how often that came before in the same list, so that rows may be
// moved, mended and added between two readings, and a row that stands twice is two items. The key cannot be taken out of the browser.
import { hex, utf8 } from '../offline/bytes.ts';
import type { Intake } from '../counter/rules.ts';

const digestBytes = 16;

/** With sorted members: the server may write them in another order one day. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1))) : each,
  );
}

/** Without the moment of acceptance, and without what is the same in all rows. */
const said = ({ counter, sender, recipient, item }: Intake): string => sortedText([counter, sender, recipient, item]);

export const makeNameKey = (): Promise<CryptoKey> => crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);

export async function nameRows(key: CryptoKey, intakes: readonly Intake[]): Promise<readonly string[]> {
  const digests = await Promise.all(intakes.map(async (intake) => new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(said(intake))))));
  const seen = new Map<string, number>();
  return digests.map((digest) => {
    const name = hex(digest.subarray(0, digestBytes));
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return `${name}.${times}`;
  });
}
