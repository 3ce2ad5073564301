// The answer of a check as a sign, a word and a colour, in this order: colour only helps.
import type { ReactNode } from 'react';

import './verdict.css';

export type Tone = 'ok' | 'warn' | 'bad' | 'unsure';

const sign = { ok: '✓', warn: '⚠', bad: '✕', unsure: '?' } as const satisfies Record<Tone, string>;

export function Verdict({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className={`verdict verdict-${tone}`}>
      <span aria-hidden="true">{sign[tone]}</span> {children}
    </span>
  );
}

/** The same as a block with more to say. `alert` interrupts who listens to the page; use it for what stops the work. */
export function Notice({ tone, alert = false, children }: { readonly tone: Tone; readonly alert?: boolean; readonly children: ReactNode }) {
  return (
    <div className={`notice verdict-${tone}`} role={alert ? 'alert' : undefined}>
      <span className="notice-sign" aria-hidden="true">
        {sign[tone]}
      </span>
      <div>{children}</div>
    </div>
  );
}
