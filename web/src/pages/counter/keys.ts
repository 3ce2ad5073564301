// The keys of the counter, wherever the focus is: Enter carries the flow, F-keys jump, a scanner that plays keyboard is told from hands.
// Nothing is taken while an input method composes.
import { useEffect } from 'react';

import type { Desk } from '../../counter/desk.ts';
import type { Form } from '../../counter/form.ts';
import { makeBurst } from '../../device/burst.ts';
import { takeForSlot } from './take-picture.ts';

interface Openers {
  readonly onHelp: () => void;
  readonly onRefuse: () => void;
}

const sections = { F2: 'sender', F3: 'recipient', F4: 'contents', F6: 'inspection' } as const;
const inDialog = (target: EventTarget | null): boolean => target instanceof Element && target.closest('dialog') !== null;

/** True when the key was one of ours. */
function functionKey(desk: Desk, event: KeyboardEvent, { onHelp, onRefuse }: Openers): boolean {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  if (ctrlKey || metaKey) return false;
  if (altKey) {
    if (key.toLowerCase() !== 'n') return false;
    desk.startAnew();
    return true;
  }
  if (key === 'F8') {
    if (event.repeat) return true;
    if (shiftKey) onRefuse();
    else void desk.accept();
    return true;
  }
  if (shiftKey) return false;
  if (key === 'F1') onHelp();
  else if (key === 'F9') takeForSlot(desk, desk.nextSlot());
  else if (key in sections) desk.goToSection(sections[key as keyof typeof sections]);
  else return false;
  return true;
}

function enterKey(desk: Desk, event: KeyboardEvent): boolean {
  const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]')?.dataset['place'] : undefined;
  if (place === undefined) return false;
  if (event.repeat) return true; // a key held down confirms one thing
  if (place === 'accept') void desk.accept();
  else if (place.startsWith('picture:')) takeForSlot(desk, place.slice('picture:'.length));
  else desk.enter(place);
  return true;
}

export function useKeys(desk: Desk, openers: Openers): void {
  useEffect(() => {
    const burst = makeBurst();
    let before: Form | null = null;

    // First of all, so that the Enter of a scan confirms nothing.
    const watch = (event: KeyboardEvent): void => {
      if (event.isComposing || inDialog(event.target)) return;
      const { scanned, letters } = burst({ key: event.key, at: event.timeStamp });
      if (letters === 1) before = desk.form.get();
      if (scanned === null || !desk.isForUs(scanned)) return; // any other code stays where it was scanned into
      event.preventDefault();
      event.stopImmediatePropagation();
      if (before) desk.restore(before); // the field gives up what the scanner typed into it
      before = null;
      desk.scanned(scanned, 'keyboard');
    };
    const act = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented || inDialog(event.target)) return;
      const ours = event.key === 'Enter' ? enterKey(desk, event) : functionKey(desk, event, openers);
      if (ours) event.preventDefault();
    };
    document.addEventListener('keydown', watch, true);
    document.addEventListener('keydown', act);
    return () => {
      document.removeEventListener('keydown', watch, true);
      document.removeEventListener('keydown', act);
    };
  }, [desk, openers]);
}
