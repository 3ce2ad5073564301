// The browser's own <dialog>: it keeps the focus inside, gives it back, closes on Esc. Shown while it is mounted.
import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

import './dialog.css';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  /** Esc and a press beside it do not close: what is asked has to be answered. */
  readonly must?: boolean;
  readonly titleHidden?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Dialog({ title, onClose, must = false, titleHidden = false, className = '', children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // Before it is taken out of the document: a dialog that is gone already gives no focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown !== null && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`dialog ${className}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault(); // React decides what is shown
        if (!must) onClose();
      }}
      onKeyDown={(event) => {
        // The browser lets a second Esc through even where the first was refused.
        if (event.key === 'Escape' && must) event.preventDefault();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current && !must) onClose();
      }}
    >
      <div className="dialog-inside">
        <h2 id={heading} className={titleHidden ? 'visually-hidden' : ''}>
          {title}
        </h2>
        {children}
      </div>
    </dialog>
  );
}
