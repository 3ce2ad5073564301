// What the screening says of a thing, as the look-up page says it: sign, words, conditions, ground.
import { toneOf } from '../counter/verdicts.ts';
import type { Tone } from '../counter/verdicts.ts';
import { h } from './element.ts';
import type { Judged } from './judged.ts';
import type { Texts } from './texts.ts';

const signs: Record<Tone, string> = { ok: '✓', warn: '⚠', bad: '✕', unsure: '?' };
/** The names of the public pages' style (src/edge/pages/public.css). */
const styles: Record<Tone, string> = { ok: 'ok', warn: 'warn', bad: 'bad', unsure: 'unknown' };
const findingsShown = 3;

export const signOf = ({ said }: Judged): string => signs[toneOf(said)];

export function verdictOf(t: Texts, judged: Judged, title = ''): HTMLElement {
  const { said, findings } = judged;
  const tone = toneOf(said);
  const told = said === 'vague' ? [] : findings.slice(0, findingsShown);
  return h(
    'div',
    { class: `verdict ${styles[tone]}` },
    h('p', {}, title === '' ? null : `${title}: `, h('strong', {}, h('span', { 'aria-hidden': 'true' }, `${signs[tone]} `), t.verdicts[said])),
    ...told.map(({ name_vi, name_en, words, conditions = '', legal_basis = [] }) =>
      h(
        'div',
        {},
        h('p', {}, (t.locale === 'vi-VN' ? name_vi : name_en) ?? words),
        said === 'prohibited' || conditions === '' ? null : h('p', { lang: 'vi' }, conditions),
        legal_basis.length === 0
          ? null
          : h('details', { open: said === 'prohibited' }, h('summary', {}, t.basis), h('ul', { lang: 'vi' }, ...legal_basis.map((basis) => h('li', {}, basis)))),
      ),
    ),
  );
}
