// While something is on its way: nothing for a moment, then a shape, then words. Never over a form.
import { Suspense, useEffect, useState, type ReactNode } from 'react';

import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import './waiting.css';

const shape_ms = 300;
const words_ms = 8000;

export function Waiting({ children }: { readonly children: ReactNode }) {
  return <Suspense fallback={<Skeleton />}>{children}</Suspense>;
}

/** `rows` should be about what will come, so that nothing jumps when it does. */
export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  const t = useTexts(shellTexts).states;
  const passed = usePassed([shape_ms, words_ms]);
  if (passed === 0) return null;
  return (
    <div className="skeleton" aria-busy="true">
      <p role="status" className={passed < 2 ? 'visually-hidden' : ''}>
        {passed < 2 ? t.loading : t.slow}
      </p>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skeleton-row" />
      ))}
    </div>
  );
}

/** How many of these times have passed since it was first drawn. */
function usePassed(times: readonly [number, number]): number {
  const [passed, setPassed] = useState(0);
  const [first, second] = times;
  useEffect(() => {
    const timers = [first, second].map((ms, index) => setTimeout(() => setPassed(index + 1), ms));
    return () => timers.forEach(clearTimeout);
  }, [first, second]);
  return passed;
}
