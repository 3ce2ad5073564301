// Puts the focus where the flow wants it, in the same paint as what brought it there, and never lets it fall off the page.
import { useEffect, useLayoutEffect } from 'react';

import { useStore } from '../../app/store.ts';
import type { Place } from '../../counter/flow.ts';
import { useDesk } from './desk-context.ts';

const elementOf = (place: Place): HTMLElement | null => document.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`);

/** False where the place is not on the page (yet). */
function focusOn(place: Place): boolean {
  const wanted = elementOf(place);
  const found = wanted ?? elementOf('accept');
  found?.focus();
  found?.scrollIntoView({ block: 'nearest' });
  if (found instanceof HTMLInputElement && found.type === 'text') found.select();
  return wanted !== null;
}

/** A part of the page that is still being fetched gets the focus when it is there, unless somebody went elsewhere meanwhile. */
function focusOnceThere(place: Place): (() => void) | undefined {
  if (focusOn(place)) return undefined;
  const waitedAt = document.activeElement;
  const seen = new MutationObserver(() => {
    const moved = document.activeElement !== waitedAt && document.activeElement !== document.body;
    if (moved || (elementOf(place) !== null && focusOn(place))) seen.disconnect();
  });
  seen.observe(document.body, { childList: true, subtree: true });
  return () => seen.disconnect();
}

export function FocusKeeper() {
  const desk = useDesk();
  const wanted = useStore(desk.focus);
  useLayoutEffect(() => focusOnceThere(wanted.place), [wanted]);

  useEffect(() => {
    // What had the focus is gone, or was pressed beside: back to where the work is.
    const left = (event: FocusEvent): void => {
      if (event.relatedTarget !== null) return;
      setTimeout(() => {
        const nowhere = document.activeElement === null || document.activeElement === document.body;
        if (nowhere && document.hasFocus() && document.querySelector('dialog[open]') === null && !desk.locked) focusOn(desk.here.get());
      });
    };
    const moved = (event: FocusEvent): void => {
      const place = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-place]')?.dataset['place'] : undefined;
      if (place !== undefined) desk.here.set(place);
    };
    document.addEventListener('focusout', left);
    document.addEventListener('focusin', moved);
    return () => {
      document.removeEventListener('focusout', left);
      document.removeEventListener('focusin', moved);
    };
  }, [desk]);
  return null;
}
