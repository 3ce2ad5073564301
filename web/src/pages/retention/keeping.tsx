// The state of a day or of a class of it, as a shape and a word; colour only helps.
import type { ReactNode } from 'react';

import type { DayState } from './calendar.ts';

const shapes: Readonly<Record<DayState, ReactNode>> = {
  owed: <rect x="1" y="1" width="12" height="12" fill="currentColor" />,
  kept: <rect x="2" y="2" width="10" height="10" fill="none" stroke="currentColor" strokeWidth="2" />,
  due: <path d="M7 1 13.5 13H.5Z" fill="currentColor" />,
  held: <path d="M2 1h3.5v12H2zM8.5 1H12v12H8.5z" fill="currentColor" />,
  partly: (
    <>
      <rect x="2" y="2" width="10" height="10" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M2 2v10h10Z" fill="currentColor" />
    </>
  ),
  left: <path d="M1 8.5h12V13H1z" fill="currentColor" />,
  gone: <path d="m2 2 10 10M12 2 2 12" fill="none" stroke="currentColor" strokeWidth="2" />,
};

export function Shape({ state }: { readonly state: DayState }) {
  return (
    <svg className="keeping-shape" viewBox="0 0 14 14" aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}

export function KeepingWord({ state, children }: { readonly state: DayState; readonly children: ReactNode }) {
  return (
    <span className={`keeping keeping-${state}`}>
      <Shape state={state} /> {children}
    </span>
  );
}
