// Where this screen stands, for the top bar: the page that knows the names says them; until then the site's code from the session will do.
import { store } from './store.ts';

export interface Place {
  readonly site: string;
  readonly counter: string | null;
}

export const place = store<Place | null>(null);
