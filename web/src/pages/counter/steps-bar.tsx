// The sections of an item with their keys, and how far each is.
import { memo, useDeferredValue, useMemo } from 'react';

import { useStore } from '../../app/store.ts';
import type { Section } from '../../counter/flow.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { screening } from '../../screening/screening.ts';
import { useDesk, useForm } from './desk-context.ts';

export const sectionKeys: readonly (readonly [Section, string])[] = [
  ['sender', 'F2'],
  ['recipient', 'F3'],
  ['contents', 'F4'],
  ['inspection', 'F6'],
  ['decision', 'F8'],
];

const sectionOf = (place: string, sections: ReadonlyMap<string, Section>): Section | undefined =>
  place === 'accept' ? 'decision' : sections.get(place);

export function StepsBar() {
  const desk = useDesk();
  const form = useDeferredValue(useForm((whole) => whole)); // behind the key that is being answered
  const engine = useStore(screening);
  const place = useStore(desk.here);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- what the steps follow from lies in the desk
  const steps = useMemo(() => desk.steps(), [desk, form, engine]);
  const here = sectionOf(place, new Map(steps.map((each) => [each.place, each.section])));
  return (
    <ol className="steps-bar">
      {sectionKeys.map(([section, key]) => {
        const own = steps.filter((each) => each.section === section);
        return <Part key={section} section={section} shortcut={key} count={own.length} left={own.filter(({ done }) => !done).length} here={section === here} />;
      })}
    </ol>
  );
}

interface PartProps {
  readonly section: Section;
  readonly shortcut: string;
  readonly count: number;
  readonly left: number;
  readonly here: boolean;
}

const Part = memo(function Part({ section, shortcut, count, left, here }: PartProps) {
  const t = useTexts(counterTexts);
  const desk = useDesk();
  const state = count === 0 ? 'none' : left === 0 ? 'done' : 'open';
  return (
    <li className={`steps-part steps-${state}`} aria-current={here ? 'step' : undefined}>
      <button
        type="button"
        tabIndex={-1}
        disabled={count === 0}
        aria-keyshortcuts={shortcut}
        onClick={() => (section === 'decision' ? desk.goTo('accept') : desk.goToSection(section))}
      >
        <span className="steps-sign" aria-hidden="true">
          {state === 'done' ? '✓' : here ? '▶' : ''}
        </span>
        <kbd aria-hidden="true">{shortcut}</kbd> {t.sections[section]}
        <small>{state === 'done' ? t.done : state === 'open' ? t.missing(left) : ''}</small>
      </button>
    </li>
  );
});
