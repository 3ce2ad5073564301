// One of a few, all of them in sight.
import './choice.css';

interface Props<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: Readonly<Record<T, string>>;
  /** Null: nothing yet. */
  readonly chosen: T | null;
  readonly error?: string | undefined;
  readonly onChoose: (chosen: T) => void;
}

export function Choice<T extends string>({ legend, name, options, chosen, error, onChoose }: Props<T>) {
  return (
    <fieldset className="choice" aria-describedby={error === undefined ? undefined : `${name}-error`}>
      <legend>{legend}</legend>
      {error !== undefined && (
        <p className="field-error" id={`${name}-error`} role="alert">
          {error}
        </p>
      )}
      {(Object.keys(options) as T[]).map((each) => (
        <label key={each}>
          <input type="radio" name={name} value={each} checked={chosen === each} onChange={() => onChoose(each)} /> {options[each]}
        </label>
      ))}
    </fieldset>
  );
}
