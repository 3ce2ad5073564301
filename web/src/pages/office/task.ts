// What a task is called, and how pressing it is, in words: pure.
import type { components } from '../../api/api.d.ts';
import type { tasksTexts } from '../../i18n/tasks.ts';
import { wordOf } from '../../i18n/word-of.ts';
import type { Tone } from '../../kit/verdict.tsx';

export type Tasks = components['schemas']['Tasks'];
export type Task = components['schemas']['Task'];
export type TaskKind = components['schemas']['TaskKind'];
export type Owner = components['schemas']['TaskOwner'];
type Texts = (typeof tasksTexts)['vi'];

export function whatOf({ kind, subject, label, detail, missing, site, site_name }: Task, t: Texts): string {
  const words = t.what;
  const code = label ?? subject;
  const place = site_name ?? site ?? subject;
  const equipment = wordOf(t.equipment, detail ?? '');
  const vehicle = wordOf(t.vehicles, detail ?? '');
  switch (kind) {
    case 'leader':
      return missing ? words.leaderMissing : words.leader;
    case 'licence':
      return missing ? words.licenceMissing : words.licence;
    case 'counter':
      return words.counter(code);
    case 'site_equipment':
      return words.siteEquipment(place, equipment);
    case 'equipment':
      return (missing ? words.equipmentMissing : words.equipment)(equipment, code);
    case 'vehicle':
      return (missing ? words.vehicleMissing : words.vehicle)(vehicle, code);
    case 'duties':
      return words.duties(code);
    case 'training':
      return (missing ? words.trainingMissing : words.training)(code);
    case 'posting':
      return (missing ? words.postingMissing : words.posting)(place);
    case 'complaint_answer':
      return words.complaintAnswer(code);
    case 'complaint_payment':
      return words.complaintPayment(code);
    case 'subject_answer':
      return words.subjectAnswer(code);
    case 'subject_request':
      return words.subjectRequest(code);
    case 'stopped_item':
      return words.stoppedItem(code);
    case 'hold':
      return words.hold(code);
    case 'clock':
      return words.clock;
  }
}

const day_ms = 86_400_000;

/** From one civil day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / day_ms);

export function pressing({ severity, missing, due }: Task, today: string, t: Texts): { readonly tone: Tone; readonly words: string } {
  if (missing && severity !== 'soon') return { tone: 'bad', words: t.lacking };
  switch (severity) {
    case 'overdue':
      return { tone: 'bad', words: t.overdue(daysBetween(due, today)) };
    case 'today':
      return { tone: 'warn', words: t.today };
    case 'soon':
      return { tone: 'warn', words: t.soon(daysBetween(today, due)) };
  }
}

/** Who may be given this one. */
export const ableFor = (task: Task, owners: readonly Owner[]): readonly Owner[] => owners.filter(({ site }) => site === undefined || site === task.site);

export const kindParameter = 'loai';

/** The kind that an address asks for; null: all. */
export const kindIn = (asked: string | null, groups: Texts['groups']): TaskKind | null =>
  asked !== null && Object.hasOwn(groups, asked) ? (asked as TaskKind) : null;
