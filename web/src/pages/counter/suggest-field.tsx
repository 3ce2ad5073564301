// A text field with suggestions (ARIA combobox, list below). What Enter takes is marked: the first, unless the arrows chose another. Text
// with accents or spaces is someone's own words, of which nothing is taken unasked. Esc closes the list, and Enter then takes the words.
import { useId, useState, type ComponentProps } from 'react';

import type { Name } from '../../counter/suggest.ts';
import { suggestions } from '../../counter/suggest.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';

interface Props extends Omit<ComponentProps<'input'>, 'onChange' | 'value'> {
  readonly value: string;
  readonly names: readonly Name[];
  readonly onText: (text: string) => void;
  /** A suggestion was taken; the flow goes on by itself. */
  readonly onTake: (text: string) => void;
}

const isShorthand = (text: string): boolean => /^[a-z0-9]+$/i.test(text);

export function SuggestField({ value, names, onText, onTake, ...input }: Props) {
  const t = useTexts(counterTexts);
  const list = useId();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const offered = open ? suggestions(value, names) : [];
  const marked = chosen ?? (isShorthand(value.trim()) ? 0 : -1);

  const take = (text: string): void => {
    setOpen(false);
    setChosen(null);
    onTake(text);
  };

  return (
    <div className="suggest">
      <input
        className="input"
        {...input}
        value={value}
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={offered.length > 0}
        aria-controls={list}
        aria-activedescendant={offered.length > 0 && marked >= 0 ? `${list}-${marked}` : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          setOpen(true);
          setChosen(null);
          onText(target.value);
        }}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || offered.length === 0) return;
          const text = offered[marked];
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            setChosen((marked + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % offered.length);
          } else if (event.key === 'Escape') {
            event.preventDefault();
            setOpen(false);
          } else if (event.key === 'Enter' && text !== undefined) {
            event.preventDefault();
            take(text);
          }
        }}
      />
      {/* Always there, so that aria-controls names something. */}
      <ul id={list} role="listbox" aria-label={t.contents.suggestions} className="suggest-list" hidden={offered.length === 0}>
        {offered.map((text, at) => (
          <li
            key={text}
            id={`${list}-${at}`}
            role="option"
            aria-selected={at === marked}
            onPointerDown={(event) => {
              event.preventDefault(); // keep the focus
              take(text);
            }}
          >
            {text}
            {at === marked && <kbd aria-hidden="true">{t.contents.enterTakes}</kbd>}
          </li>
        ))}
      </ul>
    </div>
  );
}
