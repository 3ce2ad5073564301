// How many pictures of accepted items are still on their way.
import { store } from '../app/store.ts';

export interface PicturesUnderway {
  readonly waiting: number;
  /** Slots and items of pictures that the server does not take: the item stays `pictures_due`, today's list shows it. */
  readonly lost: number;
}

export const picturesUnderway = store<PicturesUnderway>({ waiting: 0, lost: 0 });
