// Whose list it is and which file; the same file again goes on where it was left.
import { useState, type DragEvent } from 'react';

import { online } from '../../app/connection.ts';
import { useStore } from '../../app/store.ts';
import type { CounterOfSite, CounterRules } from '../../counter/rules.ts';
import { language, useTexts } from '../../i18n/i18n.ts';
import { manifestTexts } from '../../i18n/manifest.ts';
import { Button } from '../../kit/button.tsx';
import { FileButton } from '../../kit/file-button.tsx';
import { Labelled } from '../../kit/field.tsx';
import { Notice } from '../../kit/verdict.tsx';
import { choose, letGo, sending, work } from '../../manifest/list.ts';
import { bytesMax } from '../../manifest/reading.ts';

export function ChooseCard({ counter, rules }: { readonly counter: CounterOfSite; readonly rules: CounterRules }) {
  const t = useTexts(manifestTexts);
  const spoken = useStore(language);
  const now = useStore(work);
  const under = useStore(sending).kind === 'sending';
  const here = now.kind === 'here' ? now.list : null;
  const [picked, setPicked] = useState<string | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const method = here?.method ?? picked ?? rules.methods.filter((each) => each.sampled).at(-1)?.code ?? rules.methods[0]?.code ?? '';
  const sampled = rules.methods.find(({ code }) => code === method)?.sampled ?? false;
  const take = (file: File | undefined, by = method): void => {
    if (!file || under) return;
    setTooLarge(file.size > bytesMax);
    if (file.size <= bytesMax) void choose(file, counter.counter, by);
  };
  return (
    <section className={here === null ? 'card manifest-choose' : 'card manifest-choose manifest-chosen'} aria-label={t.choose}>
      {now.kind === 'none' && <p>{t.lead}</p>}
      <Labelled label={t.method} hint={sampled ? t.bySample : t.byHandOnly}>
        {(control) => (
          <select
            className="input"
            {...control}
            value={method}
            disabled={under}
            onChange={({ target }) => {
              setPicked(target.value);
              take(here?.file, target.value);
            }}
          >
            {rules.methods.map((each) => (
              <option key={each.code} value={each.code}>
                {each[spoken]}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <FileField busy={under || now.kind === 'reading'} main={here === null} onFile={(file) => take(file)} />
      {here !== null && (
        <Button kind="quiet" disabled={under} onClick={letGo}>
          {t.close}
        </Button>
      )}
      {tooLarge && (
        <Notice tone="bad" alert>
          {t.tooLarge}
        </Notice>
      )}
    </section>
  );
}

interface FileFieldProps {
  readonly busy: boolean;
  readonly main: boolean;
  readonly onFile: (file: File | undefined) => void;
}

function FileField({ busy, main, onFile }: FileFieldProps) {
  const t = useTexts(manifestTexts);
  const reached = useStore(online);
  const [over, setOver] = useState(false);
  const off = busy || !reached;
  const onDrag = (event: DragEvent): void => {
    event.preventDefault(); // else the browser opens the file itself
    setOver(event.type === 'dragover');
    if (event.type === 'drop' && !off) onFile(event.dataTransfer.files[0]);
  };
  return (
    <div className="manifest-file" data-over={over || undefined} onDragOver={onDrag} onDragLeave={onDrag} onDrop={onDrag}>
      <p className="manifest-row">
        <FileButton kind={main ? 'main' : 'plain'} disabled={off} label={main ? t.choose : t.chooseOther} accept=".xlsx,.csv,text/csv" onFile={onFile} />
        <span className="manifest-drop">{t.drop}</span>
      </p>
      {main && <p className="field-hint">{t.columns}</p>}
    </div>
  );
}
