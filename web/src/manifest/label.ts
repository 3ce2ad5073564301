// The label of a row that was accepted; the receipt is the sender's, and is had by its code.
import { maskedName, maskedPhone } from '../counter/mask.ts';
import { provinceOf } from '../counter/provinces.ts';
import type { CounterOfSite, CounterRules } from '../counter/rules.ts';
import type { Slip } from '../print/slip.ts';
import type { ListedRow } from './list.ts';

export function labelOfRow({ intake, entry }: ListedRow, counter: CounterOfSite, rules: CounterRules): Slip | null {
  if (!intake?.recipient || entry?.state !== 'done' || entry.done.decision !== 'accepted') return null;
  const { name, phone, address } = intake.recipient;
  return {
    decision: 'accepted',
    code: entry.done.code,
    number: null,
    at: new Date(entry.at),
    enterprise: rules.enterprise,
    licence: rules.licence_number ?? '',
    site: counter.site_name,
    counter: counter.name,
    type: intake.item.type,
    grams: intake.item.weight_g ?? null,
    sender: { name: maskedName(intake.sender?.name ?? ''), phone: maskedPhone(intake.sender?.phone ?? '') },
    recipient: { name, phone, address: [address.street, address.commune, provinceOf(address.province)?.vi].filter(Boolean).join(', ') },
    things: [],
    handling: [],
    receipt: null,
    reasons: [],
  };
}
