// Who is to approve: somebody else of the register, by job title or staff number; names lie sealed.
import { useMemo, useState } from 'react';

import type { components } from '../../api/api.d.ts';
import { session } from '../../app/session.ts';
import { useStore } from '../../app/store.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { useTexts } from '../../i18n/i18n.ts';
import type { CivilDay } from '../../kit/civil-day.ts';
import { Combobox } from '../../kit/combobox.tsx';
import { matching } from '../../kit/fold.ts';

type StaffMember = components['schemas']['StaffMember'];

interface Props {
  readonly id: string;
  readonly staff: readonly StaffMember[] | null;
  readonly today: CivilDay;
  readonly error: string | undefined;
  /** The staff number; empty while nobody is chosen. */
  readonly onChoose: (number: string) => void;
}

export function SecondPerson({ id, staff, today, error, onChoose }: Props) {
  const t = useTexts(holdsTexts);
  const now = useStore(session);
  const self = now.state === 'in' ? now.actor.by : '';
  const [text, setText] = useState('');
  const others = useMemo(() => (staff ?? []).filter(({ number, left_on }) => number !== self && (left_on == null || today < left_on)), [staff, self, today]);
  const choices = matching(others, words(text), ({ role_title, site, number }) => words(`${role_title} ${site} ${number}`)).map((each) => ({
    key: each.number,
    label: each.role_title,
    note: `${each.site} · ${each.number}`,
    value: each,
  }));
  return (
    <Combobox
      id={id}
      label={t.second}
      hint={staff === null ? t.staffLoading : t.secondHint}
      error={error}
      text={text}
      translate="no"
      maxLength={120}
      onText={(typed) => {
        setText(typed);
        onChoose(others.find(({ number }) => number === typed.trim().toUpperCase())?.number ?? '');
      }}
      choices={choices}
      onChoose={({ value: { role_title, number } }) => {
        setText(`${role_title} · ${number}`);
        onChoose(number);
      }}
      found={t.found}
    />
  );
}

/** A staff number is found by its parts as well. */
const words = (text: string): string => text.replace(/[-·]/g, ' ');
