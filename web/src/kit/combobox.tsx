// A text input with suggestions, after the ARIA pattern for comboboxes: the focus stays in the input, the arrows walk the list, Enter takes
// what is marked, Esc closes. The caller finds the choices (fold.ts helps), so they may come from anywhere. An Enter that takes nothing goes
// through to the caller's onKeyDown: at the counter it carries the flow on.
import { useId, useState, type ComponentProps, type KeyboardEvent, type ReactNode } from 'react';

import { Labelled } from './field.tsx';
import './combobox.css';

export interface Choice<T> {
  readonly key: string;
  readonly label: string;
  /** Beside the label, in small: a code, what it belongs to. */
  readonly note?: string;
  readonly value: T;
}

interface Props<T> extends Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'children' | 'list'> {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly choices: readonly Choice<T>[];
  readonly onChoose: (choice: Choice<T>) => void;
  /** Said to who listens whenever the list changes: "3 results". */
  readonly found: (count: number) => string;
  /** The first choice is marked at once, so that Enter takes it. */
  readonly eager?: boolean;
  /** Always open, as in the "Go to…" dialog. */
  readonly always?: boolean;
}

export function Combobox<T>(props: Props<T>) {
  const { label, hint, error, text, onText, choices, onChoose, found, eager = false, always = false, id, className, onKeyDown, onBlur, ...input } = props;
  const list = useId();
  const [wanted, setWanted] = useState(false);
  const [marked, setMarked] = useState(eager ? 0 : -1);
  const open = (wanted || always) && choices.length > 0;
  const active = open && marked >= 0 && marked < choices.length ? marked : -1;

  function choose(index: number): void {
    const choice = choices[index];
    if (choice === undefined) return;
    setWanted(false);
    setMarked(eager ? 0 : -1);
    onChoose(choice);
  }

  function walk(step: 1 | -1): void {
    setWanted(true);
    const count = choices.length;
    if (count === 0) return;
    setMarked(active < 0 ? (step === 1 ? 0 : count - 1) : (active + step + count) % count);
  }

  function onKey(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const mine =
      event.key === 'ArrowDown' ||
      event.key === 'ArrowUp' ||
      (event.key === 'Enter' && active >= 0 && !event.shiftKey) ||
      (event.key === 'Escape' && wanted && open && !always);
    if (!mine) {
      onKeyDown?.(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'ArrowDown') walk(1);
    else if (event.key === 'ArrowUp') walk(-1);
    else if (event.key === 'Enter') choose(active);
    else setWanted(false);
  }

  return (
    <Labelled label={label} error={error} id={id} className={`combobox ${className ?? ''}`} {...(hint !== undefined && { hint })}>
      {(control) => (
        <div className="combobox-box">
          <input
            className="input"
            autoComplete="off"
            spellCheck={false}
            {...input}
            {...control}
            type="text"
            role="combobox"
            aria-autocomplete="list"
            aria-expanded={open}
            aria-controls={open ? list : undefined}
            aria-activedescendant={active < 0 ? undefined : `${list}-${active}`}
            value={text}
            onChange={(event) => {
              setWanted(true);
              setMarked(eager ? 0 : -1);
              onText(event.target.value);
            }}
            onKeyDown={onKey}
            onBlur={(event) => {
              setWanted(false);
              onBlur?.(event);
            }}
          />
          {open && (
            <ul className="combobox-list" id={list} role="listbox" aria-label={found(choices.length)}>
              {choices.map((choice, index) => (
                <li
                  key={choice.key}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === active}
                  ref={index === active ? intoView : undefined}
                  onPointerDown={(event) => event.preventDefault()} // the input keeps the focus
                  onClick={() => choose(index)}
                >
                  {choice.label}
                  {choice.note !== undefined && <small>{choice.note}</small>}
                </li>
              ))}
            </ul>
          )}
          <span className="visually-hidden" role="status">
            {wanted || always ? found(choices.length) : ''}
          </span>
        </div>
      )}
    </Labelled>
  );
}

function intoView(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}
