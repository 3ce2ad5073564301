// The scan box has what a scanner types, wherever the focus was left: on a button, whose Enter a scan would press, or on a select, which it
// would turn. Fields and dialogs keep what is typed into them.
import { useEffect, type RefObject } from 'react';

export function useScanBox(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const toBox = ({ key, ctrlKey, altKey, metaKey }: KeyboardEvent): void => {
      const at = document.activeElement;
      const typing = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement;
      if (typing || key.length !== 1 || key === ' ' || ctrlKey || altKey || metaKey) return;
      if (document.querySelector('dialog[open]') === null) box.current?.focus();
    };
    document.addEventListener('keydown', toBox, true);
    return () => document.removeEventListener('keydown', toBox, true);
  }, [box]);
}

/** Back to the scanner, when what a field was for is done. */
export const focusScanBox = (): void => document.getElementById('scan')?.focus();
