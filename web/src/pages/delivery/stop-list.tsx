// The route in the order the courier chose: each stop opens, is called by one press, and goes up or down without dragging.
import { provinceOf } from '../../counter/provinces.ts';
import { spacedPhone } from '../../counter/mask.ts';
import type { Stop } from '../../delivery/stops.ts';
import { deliveryTexts } from '../../i18n/delivery.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { useStore } from '../../app/store.ts';
import { Verdict } from '../../kit/verdict.tsx';

interface Props {
  readonly stops: readonly Stop[];
  readonly onOpen: (item: string) => void;
  readonly onArrange: (item: string, by: -1 | 1) => void;
}

export function addressOf({ street, commune, province }: Stop['recipient'], spoken: 'vi' | 'en'): string {
  return [street, commune, provinceOf(province)?.[spoken] ?? province].filter((part) => part !== '').join(', ');
}

export function StopList({ stops, onOpen, onArrange }: Props) {
  const t = useTexts(deliveryTexts);
  const spoken = useStore(language);
  if (stops.length === 0) return <p className="table-empty">{t.none}</p>;
  return (
    <ol className="stops" aria-label={t.stops}>
      {stops.map((stop, at) => {
        const { item, recipient, item_code, state } = stop;
        return (
          <li key={item} className="stop">
            <button type="button" className="stop-open" onClick={() => onOpen(item)}>
              <span className="stop-place figures" aria-hidden="true">
                {at + 1}
              </span>
              <span className="stop-words">
                <strong translate="no">{recipient.name}</strong>
                <span translate="no">{addressOf(recipient, spoken)}</span>
                <span className="figures stop-code">
                  {item_code} {state === 'held_for_pickup' && <Verdict tone="warn">{t.states.held_for_pickup}</Verdict>}
                </span>
              </span>
            </button>
            <div className="stop-acts">
              <a className="button" href={`tel:${recipient.phone}`} aria-label={t.call(spacedPhone(recipient.phone))}>
                <span aria-hidden="true">☎</span> <span className="figures">{spacedPhone(recipient.phone)}</span>
              </a>
              <button type="button" className="button" disabled={at === 0} aria-label={t.up(item_code)} onClick={() => onArrange(item, -1)}>
                <span aria-hidden="true">↑</span>
              </button>
              <button type="button" className="button" disabled={at === stops.length - 1} aria-label={t.down(item_code)} onClick={() => onArrange(item, 1)}>
                <span aria-hidden="true">↓</span>
              </button>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
