// Who this sender sent to before, and the phone of last time: asked of the server with the number of the card in hand, among this sender's
// own items only, and answered masked. Each question is on record. Without an answer everything is typed, as for a new one.
import { api, ask } from '../api/client.ts';
import type { PhoneBefore, Returning } from './form.ts';
import { makeItemId } from './item-id.ts';

export interface Before {
  readonly sender: PhoneBefore | null;
  readonly recipients: readonly Returning[];
}

/** `phone`: of a recipient; null asks for the sender alone. */
export type AskReturning = (identityNumber: string, phone: string | null) => Promise<Before>;

const nobody: Before = { sender: null, recipients: [] };
const waitMs = 4000;

export const askReturning: AskReturning = async (identityNumber, phone) => {
  const answer = await ask(
    api.POST('/api/v1/returning-senders', {
      body: { id: makeItemId(Date.now()), identity_number: identityNumber, ...(phone !== null && { phone }) },
      signal: AbortSignal.timeout(waitMs),
    }),
  );
  if (!answer.ok) return nobody;
  const { sender, recipients } = answer.data;
  return {
    sender: sender ? { fromItem: sender.from_item, phone: sender.phone } : null,
    recipients: recipients.map((each) => ({
      fromItem: each.from_item,
      name: each.name,
      phone: each.phone,
      province: each.province,
      commune: each.commune,
      times: each.times,
    })),
  };
};
