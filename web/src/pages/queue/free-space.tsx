import { useEffect, useState } from 'react';

import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { shiftTexts } from '../../i18n/shift.ts';
import { Notice } from '../../kit/verdict.tsx';

const mb = 2 ** 20;
const low_mb = 500;

export function FreeSpace() {
  const t = useTexts(shiftTexts);
  const [left, setLeft] = useState<number | null>(null);
  useEffect(() => {
    void navigator.storage.estimate().then(({ quota = 0, usage = 0 }) => setLeft((quota - usage) / mb), () => undefined);
  }, []);
  return left !== null && left < low_mb ? <Notice tone="warn">{t.spaceLow(number(Math.floor(left)))}</Notice> : null;
}
