// Who else answers for an act: by title and number; names lie sealed.
import { Labelled } from './field.tsx';

interface Props {
  readonly label: string;
  /** Shown while nobody is chosen. */
  readonly nobody: string;
  readonly staff: readonly { readonly number: string; readonly role_title: string; readonly site: string }[];
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChoose: (number: string) => void;
}

export function SecondSelect({ label, nobody, staff, value, error, onChoose }: Props) {
  return (
    <Labelled label={label} error={error}>
      {(control) => (
        <select className="input" {...control} value={value} onChange={({ target }) => onChoose(target.value)}>
          <option value="">{nobody}</option>
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
