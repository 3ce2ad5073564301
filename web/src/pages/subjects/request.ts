// A data subject's request as the register has it: which of its clocks runs, and what may be done about it.
import type { components } from '../../api/api.d.ts';
import type { CivilDay } from '../../kit/civil-day.ts';

export type SubjectRequest = components['schemas']['SubjectRequest'];
export type Kinds = components['schemas']['SubjectRequestKinds'];
export type Export = components['schemas']['SubjectExport'];
export type Step = components['schemas']['SubjectRequestStep']['step'];

export const isOpen = ({ state }: SubjectRequest): boolean => state === 'received' || state === 'identified';

/** The last day of the clock that runs: for the answer, and once that was given, for the deed. */
export const clockOf = ({ answered_at, answer_by, due }: SubjectRequest): CivilDay => (answered_at === undefined && answer_by < due ? answer_by : due);

/** What is late, then what ends first; what is closed, the newest first. */
export function byUrgency(one: SubjectRequest, other: SubjectRequest): number {
  if (!isOpen(one) || !isOpen(other)) return other.number - one.number;
  return Number(other.late) - Number(one.late) || clockOf(one).localeCompare(clockOf(other)) || one.number - other.number;
}

/** What the state allows. Nobody is given more time once the time is over. */
export function stepsOf(request: SubjectRequest, today: CivilDay): readonly Step[] {
  if (!isOpen(request)) return [];
  const { state, answered_at, extended, due } = request;
  return [
    ...(state === 'received' ? (['identify'] as const) : []),
    ...(answered_at === undefined ? (['answer'] as const) : []),
    ...(!extended && today <= due ? (['extend'] as const) : []),
    ...(state === 'identified' ? (['finish'] as const) : []),
    'refuse',
    'take_back',
  ];
}

const givesData: readonly SubjectRequest['ask'][] = ['access', 'provide', 'correct', 'erase'];

/** Whether their data may be put together for them: it was seen who asks, and that is what is asked. */
export const mayExport = ({ state, ask }: SubjectRequest): boolean => state === 'identified' && givesData.includes(ask);

export const mayErase = ({ state, ask }: SubjectRequest): boolean => state === 'identified' && ask === 'erase';

const through: readonly string[] = ['delivered', 'returned', 'withdrawn', 'settled'];

/** Whether an item may go as far as this page can tell; what is on hold, the server knows. */
export const mayGo = ({ state, owed_until }: Export['items'][number], today: CivilDay): boolean => through.includes(state) && owed_until < today;
