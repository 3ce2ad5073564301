// A question with few answers, each as large as a thumb.
import { useId } from 'react';

interface Props<T extends string> {
  readonly id: string;
  readonly label: string;
  readonly titled?: boolean;
  readonly options: Readonly<Record<T, string>>;
  readonly chosen: T | null;
  readonly error?: string | undefined;
  readonly onChoose: (value: T) => void;
}

export function BigChoice<T extends string>({ id, label, titled = true, options, chosen, error, onChoose }: Props<T>) {
  const name = useId();
  const wrong = error !== undefined;
  return (
    <fieldset className={`big-choice ${wrong ? 'field-wrong' : ''}`} aria-describedby={wrong ? `${id}-error` : undefined}>
      <legend className={titled ? '' : 'visually-hidden'}>{label}</legend>
      {wrong && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {(Object.keys(options) as T[]).map((value, at) => (
        <label key={value} className="big-choice-one">
          <input id={at === 0 ? id : undefined} type="radio" name={name} value={value} checked={chosen === value} onChange={() => onChoose(value)} />
          <span>{options[value]}</span>
        </label>
      ))}
    </fieldset>
  );
}
