// One required picture: empty with its name and key, the picture itself once taken, or the reason why it is not there. A press takes it, or
// takes it again.
import type { ReactNode } from 'react';

import './photo-slot.css';

export type PhotoState = 'empty' | 'next' | 'taking' | 'taken' | 'failed';

interface Props {
  /** "Open item", "Contents". */
  readonly name: string;
  readonly state: PhotoState;
  /** What the state means, in words: "taken", "F9 takes it". */
  readonly says: ReactNode;
  /** A blob: address, only while the item is in hand. */
  readonly picture?: string | undefined;
  readonly onPress: () => void;
}

export function PhotoSlot({ name, state, says, picture, onPress }: Props) {
  return (
    <button type="button" className={`photo-slot photo-slot-${state}`} aria-busy={state === 'taking' || undefined} onClick={onPress}>
      {picture === undefined ? (
        <svg viewBox="0 0 32 24" width="32" height="24" aria-hidden="true">
          <path d="M3 6h6l2-3h10l2 3h6v15H3z" fill="none" stroke="currentColor" strokeWidth="2" strokeLinejoin="round" />
          <circle cx="16" cy="13" r="4.5" fill="none" stroke="currentColor" strokeWidth="2" />
        </svg>
      ) : (
        <img src={picture} alt="" />
      )}
      <span className="photo-slot-words">
        <b>{name}</b> <span>{says}</span>
      </span>
    </button>
  );
}
