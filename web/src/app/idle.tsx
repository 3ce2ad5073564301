// Five minutes without a key or a press, in any tab of this browser, lock the screen; half a minute before, it says so. It also says when
// the session itself is about to end, in time to extend it.
import { useEffect, useState } from 'react';

import { Button } from '../kit/button.tsx';
import { clock } from '../i18n/formats.ts';
import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import { lock, type Actor } from './session.ts';
import './idle.css';

export const idle_ms_max = 5 * 60_000;
const warn_ms = 30_000;
const session_warn_ms = 10 * 60_000;

// When someone last touched any tab: a time, nothing else.
const activeKey = 'buuan.active';

const fresh_ms = 3000;
let written = 0;

function touched(): void {
  const now = Date.now();
  if (now - written < fresh_ms) return; // a write to storage for each key would be felt at the counter
  written = now;
  localStorage.setItem(activeKey, `${now}`);
}

const idleFor = (): number => Date.now() - Number(localStorage.getItem(activeKey) ?? Date.now());

export default function IdleWarning({ actor }: { readonly actor: Actor }) {
  const t = useTexts(shellTexts).lock;
  const [left_ms, setLeft] = useState(idle_ms_max);
  const [endsSoon, setEndsSoon] = useState(false);
  const { expiresAt } = actor;

  useEffect(() => {
    const events = ['pointerdown', 'keydown', 'wheel'] as const;
    written = 0;
    touched();
    events.forEach((name) => addEventListener(name, touched, { passive: true }));
    const second = setInterval(() => {
      const left = idle_ms_max - idleFor();
      if (left <= 0) lock('idle');
      setLeft(left > warn_ms ? idle_ms_max : left);
      setEndsSoon(expiresAt !== null && expiresAt.getTime() - Date.now() < session_warn_ms);
    }, 1000);
    return () => {
      clearInterval(second);
      events.forEach((name) => removeEventListener(name, touched));
    };
  }, [expiresAt]);

  if (left_ms <= warn_ms) {
    return (
      <div className="idle" role="alertdialog" aria-label={t.warn(warn_ms / 1000)}>
        <span className="figures">{t.warn(Math.max(0, Math.ceil(left_ms / 1000)))}</span>
        <Button kind="main" onClick={touched}>
          {t.stay}
        </Button>
      </div>
    );
  }
  if (endsSoon && expiresAt !== null) {
    return (
      <div className="idle" role="status">
        <span>{t.endsSoon(clock(expiresAt))}</span>
        <Button onClick={() => lock('asked')}>{t.extend}</Button>
      </div>
    );
  }
  return null;
}
