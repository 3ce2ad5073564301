// What cannot be undone: the dialog says so, and does it once the number of what goes was typed. A press alone, or an Enter too many, does
// nothing.
import { useRef, useState } from 'react';

import { ActDialog, type ActDialogProps } from './act-dialog.tsx';
import { Field } from './field.tsx';
import { Notice } from './verdict.tsx';

interface Props<T> extends Omit<ActDialogProps<T>, 'danger'> {
  /** What cannot be undone. */
  readonly forGood: string;
  /** What is to be typed: "Type the number of the hold, 12". */
  readonly label: string;
  readonly isRight: (typed: string) => boolean;
  readonly wrong: string;
  readonly digits?: boolean;
}

export function DangerDialog<T>({ forGood, label, isRight, wrong, digits = true, act, children, ...dialog }: Props<T>) {
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [said, setSaid] = useState<string>();
  const actIfRight = () => {
    const right = isRight(typed);
    setSaid(right ? undefined : wrong);
    if (right) return act();
    field.current?.focus();
    return null;
  };
  return (
    <ActDialog {...dialog} danger act={actIfRight}>
      <Notice tone="bad">{forGood}</Notice>
      {children}
      <Field
        ref={field}
        label={label}
        error={said}
        name="typed"
        value={typed}
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        inputMode={digits ? 'numeric' : 'text'}
        onChange={({ target }) => setTyped(target.value)}
      />
    </ActDialog>
  );
}
