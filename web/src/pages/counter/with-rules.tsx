// Around each page of the counter: the rules of the day and the counter of this machine, asked for where they are not known yet.
import { useEffect, type ReactNode } from 'react';

import { place } from '../../app/place.ts';
import { useStore } from '../../app/store.ts';
import { chooseCounter, chosenCounter, counterHere } from '../../counter/chosen-counter.ts';
import { dayRules, loadDayRules } from '../../counter/day-rules.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { counterTexts } from '../../i18n/counter.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { useFailureText } from '../../i18n/problems.ts';
import { Button } from '../../kit/button.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { RulesContext } from './rules-context.ts';
import './counter.css';

export function WithRules({ children }: { readonly children: (counter: CounterOfSite, rules: CounterRules) => ReactNode }) {
  const known = useStore(dayRules);
  const text = useFailureText();
  const t = useTexts(counterTexts);
  useEffect(() => void loadDayRules(), []);
  if (known.kind === 'asking') return <div className="counter-waits" aria-busy="true" />;
  if (known.kind === 'failed') {
    return (
      <div className="counter-choose">
        <h1>{t.title}</h1>
        <Notice tone="bad" alert>
          {text(known.failure)}
        </Notice>
        <Button kind="main" autoFocus onClick={() => void loadDayRules()}>
          {t.retry}
        </Button>
      </div>
    );
  }
  return (
    <RulesContext value={known.rules}>
      <AtCounter rules={known.rules}>{children}</AtCounter>
    </RulesContext>
  );
}

interface AtCounterProps {
  readonly rules: CounterRules;
  readonly children: (counter: CounterOfSite, rules: CounterRules) => ReactNode;
}

function AtCounter({ rules, children }: AtCounterProps) {
  const t = useTexts(counterTexts);
  const here = counterHere(rules.counters, useStore(chosenCounter));
  useEffect(() => {
    if (here) place.set({ site: here.site_name, counter: here.name });
  }, [here]);
  if (here && here.blocks.length > 0) return <Blocked counter={here} />;
  if (here) return children(here, rules);
  return (
    <div className="counter-choose">
      <h1>{t.title}</h1>
      {rules.counters.length === 0 ? <Notice tone="warn">{t.noCounter}</Notice> : <p>{t.chooseCounter}</p>}
      <ul>
        {rules.counters.map(({ counter, name, site_name }, at) => (
          <li key={counter}>
            <Button autoFocus={at === 0} onClick={() => chooseCounter(counter)}>
              {name} · {site_name}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What forbids acceptance here today, in the server's words; asked again until it is mended. */
function Blocked({ counter }: { readonly counter: CounterOfSite }) {
  const t = useTexts(counterTexts);
  const spoken = useStore(language);
  return (
    <div className="counter-choose">
      <h1>{t.blocked(counter.name)}</h1>
      <Notice tone="bad" alert>
        <ul>
          {counter.blocks.map((block) => (
            <li key={block.code}>{block[spoken]}</li>
          ))}
        </ul>
      </Notice>
      <Button kind="main" autoFocus onClick={() => void loadDayRules(true)}>
        {t.retry}
      </Button>
    </div>
  );
}
