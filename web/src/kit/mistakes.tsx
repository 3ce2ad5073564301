// The summary of a form that was sent with mistakes: takes the focus, and leads to each place with the same words as stand there.
import { useEffect, useRef } from 'react';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import './mistakes.css';

export interface Mistake {
  /** The id of the input. */
  readonly at: string;
  readonly text: string;
}

/** `tried` counts how often the form was sent: each time takes the focus again. */
export function Mistakes({ list, tried }: { readonly list: readonly Mistake[]; readonly tried: number }) {
  const t = useTexts(shellTexts).states;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tried > 0) box.current?.focus();
  }, [tried]);
  if (list.length === 0) return null;
  return (
    <div ref={box} className="mistakes" role="group" aria-labelledby="mistakes-title" tabIndex={-1}>
      <p id="mistakes-title">{t.mistakes(list.length)}</p>
      <ul>
        {list.map(({ at, text }) => (
          <li key={at}>
            <a
              href={`#${at}`}
              onClick={(event) => {
                event.preventDefault();
                document.getElementById(at)?.focus();
              }}
            >
              {text}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
