// Who this sender sent to before, and the phone of last time: asked of the server with the number of the card in hand, among this sender's
// own items only, and answered masked. Without an answer everything is typed, as for a new one.
import { api, ask } from '../api/client.ts';
import type { Returning } from './form.ts';

export type AskReturning = (identityNumber: string, phone: string) => Promise<readonly Returning[]>;

export const askReturning: AskReturning = async (identityNumber, phone) => {
  const answer = await ask(
    api.POST('/api/v1/returning-recipients', {
      body: { identity_number: identityNumber, phone },
      signal: AbortSignal.timeout(4000),
    }),
  );
  if (!answer.ok) return [];
  return answer.data.recipients.map((each) => ({
    fromItem: each.from_item,
    name: each.name,
    phone: each.phone,
    province: each.province,
    commune: each.commune,
    times: each.times,
  }));
};
