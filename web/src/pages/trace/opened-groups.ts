// The fields of an opened record, in the order in which people ask for them. Digests of pictures and the strokes of a signature are left out.
import type { traceTexts } from '../../i18n/trace.ts';
import type { Same } from '../../i18n/i18n.ts';

type Texts = Same<(typeof traceTexts)['vi']>;
export const groupOrder = ['sender', 'recipient', 'contents', 'inspection', 'item', 'identity', 'minutes', 'other'] as const;
export type GroupName = (typeof groupOrder)[number];

export interface OpenedField {
  readonly label: string;
  readonly value: string;
}

const hidden = /^(?:picture\.|confirmation\.strokes$|item\.(?:code|type|service)$|contents\.\d+\.(?:verdict|entries|folded)$)/;

function groupOf(label: string): GroupName {
  const [first = ''] = label.split('.');
  if (first === 'confirmation') return 'inspection';
  return groupOrder.find((each) => each === first) ?? 'other';
}

/** Minutes stand with their events. */
export function groupsOf(fields: Readonly<Record<string, string>>): ReadonlyMap<GroupName, readonly OpenedField[]> {
  const groups = new Map<GroupName, OpenedField[]>();
  for (const [label, value] of Object.entries(fields)) {
    const group = groupOf(label);
    if (hidden.test(label) || group === 'minutes') continue;
    groups.set(group, [...(groups.get(group) ?? []), { label, value }]);
  }
  return new Map(groupOrder.flatMap((each) => (groups.has(each) ? [[each, groups.get(each) ?? []] as const] : [])));
}

/** "Món 1", "Số lượng 1", "Họ tên"; the label itself where there are no words. */
export function fieldWords(label: string, t: Texts): string {
  const parts = label.split('.');
  const last = parts.at(-1) ?? label;
  const known = (t.labels as Partial<Record<string, string>>)[last] ?? last;
  const [first, number] = parts;
  return first === 'contents' && number !== undefined && /^\d+$/.test(number) ? `${known} ${Number(number)}` : known;
}
