// What was done last, said to who listens. It takes the focus: what was pressed may be gone.
import { useEffect, useRef } from 'react';

import { Notice } from './verdict.tsx';

export function Told({ words }: { readonly words: string | null }) {
  const said = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (words !== null) said.current?.focus();
  }, [words]);
  return (
    <div ref={said} role="status" tabIndex={-1}>
      {words !== null && <Notice tone="ok">{words}</Notice>}
    </div>
  );
}
