// One of a few, all of them in sight.
import './choice.css';

interface Props<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly options: Readonly<Record<T, string>>;
  readonly chosen: T;
  readonly onChoose: (chosen: T) => void;
}

export function Choice<T extends string>({ legend, name, options, chosen, onChoose }: Props<T>) {
  return (
    <fieldset className="choice">
      <legend>{legend}</legend>
      {(Object.keys(options) as T[]).map((each) => (
        <label key={each}>
          <input type="radio" name={name} value={each} checked={chosen === each} onChange={() => onChoose(each)} /> {options[each]}
        </label>
      ))}
    </fieldset>
  );
}
