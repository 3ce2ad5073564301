// What a hold keeps, in a line.
import { dayText } from '../../kit/civil-day.ts';
import { moment } from '../../i18n/formats.ts';
import { holdsTexts } from '../../i18n/holds.ts';
import { useTexts } from '../../i18n/i18n.ts';
import type { Hold } from './hold.ts';

export function ScopeWords({ hold: { items, site, camera, from, to, footage_from, footage_to } }: { readonly hold: Hold }) {
  const t = useTexts(holdsTexts);
  const words = [
    camera !== undefined ? t.byCamera(camera) : t.items(items),
    site !== undefined && t.atSite(site),
    from !== undefined && to !== undefined && t.span(moment(new Date(from)), moment(new Date(to))),
    camera === undefined && footage_from !== undefined && footage_to !== undefined && t.footage(dayText(footage_from), dayText(footage_to)),
  ];
  return words.filter((each) => each !== false).join(', ');
}
