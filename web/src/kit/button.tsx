// A button, or a link that looks like one. `main` is the one action of a screen; there is at most one of it.
import type { ComponentProps, ReactNode } from 'react';

import './button.css';

export type ButtonKind = 'main' | 'plain' | 'quiet' | 'danger';

interface Props extends ComponentProps<'button'> {
  readonly kind?: ButtonKind;
  /** The key that does the same, shown on the button: "F8". */
  readonly shortcut?: string;
  /** Waits for an answer: cannot be pressed twice, keeps its width and its focus. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({ kind = 'plain', shortcut, busy = false, className = '', children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={`button button-${kind} ${className}`}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      aria-keyshortcuts={shortcut?.replace(' + ', '+')}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <span>{children}</span>
      {shortcut !== undefined && <kbd aria-hidden="true">{shortcut}</kbd>}
    </button>
  );
}
