// Who else answers for an act: by title and number; names lie sealed.
import { sortingTexts } from '../../i18n/sorting.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Labelled } from '../../kit/field.tsx';
import type { SortingRules } from './event.ts';

interface Props {
  readonly label: string;
  readonly staff: SortingRules['staff'];
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChoose: (number: string) => void;
}

export function SecondSelect({ label, staff, value, error, onChoose }: Props) {
  const t = useTexts(sortingTexts);
  return (
    <Labelled label={label} error={error}>
      {(control) => (
        <select className="input" {...control} value={value} onChange={({ target }) => onChoose(target.value)}>
          <option value="">{t.secondChoose}</option>
          {staff.map(({ number, role_title, site }) => (
            <option key={number} value={number}>
              {role_title} · {site} · {number}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}
