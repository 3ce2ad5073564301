// Weighed again: what differs by more than the rules allow is said at once.
import { useState } from 'react';

import type { Failure } from '../../api/problem.ts';
import { number } from '../../i18n/formats.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { FailureNotice } from '../../kit/failure-notice.tsx';
import { Field } from '../../kit/field.tsx';
import { Notice } from '../../kit/verdict.tsx';
import type { Scanned } from './event.ts';
import { sound } from './signal.ts';
import { useEvent } from './use-event.ts';
import { focusScanBox } from './use-scan-box.ts';

const grams_max = 1_000_000;

/** Whole grams; null for anything else. */
export function gramsOf(text: string): number | null {
  const grams = /^[0-9]{1,7}$/.test(text.trim()) ? Number(text) : 0;
  return grams >= 1 && grams <= grams_max ? grams : null;
}

const scanned = ['accepted', 'in_transit', 'held_for_pickup'];

export function Weigh({ item, site }: { readonly item: Scanned; readonly site: string }) {
  const t = useTexts(sortingTexts);
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [weighed, setWeighed] = useState<Scanned['weight'] | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const record = useEvent(site);
  const weigh = async (): Promise<void> => {
    const weight_g = gramsOf(typed);
    setWrong(weight_g === null);
    if (weight_g === null) return;
    const answer = await record(item.item, { kind: 'scanned', weight_g });
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    setWeighed(answer.data.weight);
    sound(answer.data.weight.differs === true ? 'warn' : 'ok');
    focusScanBox();
  };
  const { accepted_g } = item.weight;
  const difference = weighed?.difference_g ?? 0;
  const signed = `${difference > 0 ? '+' : ''}${number(difference)}`;
  return (
    <div>
      <h3>{t.weight}</h3>
      <p className="figures">{accepted_g === undefined ? '–' : t.grams(number(accepted_g))}</p>
      {scanned.includes(item.state) && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void weigh();
          }}
        >
          <Field label={t.weigh} inputMode="numeric" maxLength={7} value={typed} error={wrong ? t.weighBad : undefined} onChange={({ target }) => setTyped(target.value)} />
        </form>
      )}
      <FailureNotice failure={failure} />
      <div role="status">
        {weighed?.differs !== undefined && <Notice tone={weighed.differs ? 'warn' : 'ok'}>{weighed.differs ? t.differs(signed) : t.same(signed)}</Notice>}
      </div>
    </div>
  );
}
