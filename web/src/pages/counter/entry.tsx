// A text field of the form. It is a place of the flow: Enter there is seen by keys.ts.
import { memo, type ReactNode } from 'react';

import type { Form } from '../../counter/form.ts';
import { Field } from '../../kit/field.tsx';
import { useDesk, useForm, useLocked, useWords, useWrong } from './desk-context.ts';

type TextMember = { [Key in keyof Form]: Form[Key] extends string ? Key : never }[keyof Form];

interface Props {
  readonly place: string;
  readonly member: TextMember;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly aside?: ReactNode;
  readonly digits?: boolean;
  readonly capitals?: boolean;
  readonly maxLength?: number;
}

export const Entry = memo(function Entry({ place, member, label, hint, aside, digits = false, capitals = false, maxLength = 120 }: Props) {
  const desk = useDesk();
  const value = useForm((form) => form[member]);
  const wrong = useWrong(place);
  const words = useWords();
  const locked = useLocked();
  return (
    <Field
      label={label}
      value={value}
      data-place={place}
      {...(hint !== undefined && { hint })}
      {...(aside !== undefined && { aside })}
      error={wrong && words('wrong', wrong)}
      inputMode={digits ? 'numeric' : 'text'}
      className={digits ? 'figures' : ''}
      maxLength={maxLength}
      autoComplete="off"
      spellCheck={false}
      readOnly={locked}
      onChange={({ target }) => desk.change({ [member]: capitals ? target.value.toUpperCase() : target.value })}
    />
  );
});
