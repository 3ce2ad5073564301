// A step that is done by Enter: "the face matches", "explained", "inspected together". Once done it says so, and can still be reached.
import type { ReactNode } from 'react';

import { useDesk, useLocked, useWords, useWrong } from './desk-context.ts';

interface Props {
  readonly place: string;
  readonly done: boolean;
  readonly children: ReactNode;
}

export function PlaceButton({ place, done, children }: Props) {
  const desk = useDesk();
  const wrong = useWrong(place);
  const words = useWords();
  const locked = useLocked();
  return (
    <div>
      <button
        type="button"
        className={`place-button ${done ? 'place-done' : ''}`}
        data-place={place}
        aria-pressed={done}
        aria-describedby={wrong ? `${place}-wrong` : undefined}
        disabled={locked}
        onClick={() => desk.enter(place)}
      >
        <span aria-hidden="true">{done ? '✓' : '○'}</span>
        <span>{children}</span>
        {!done && <kbd aria-hidden="true">Enter</kbd>}
      </button>
      {wrong && (
        <p className="field-error" id={`${place}-wrong`}>
          {words('wrong', wrong)}
        </p>
      )}
    </div>
  );
}
