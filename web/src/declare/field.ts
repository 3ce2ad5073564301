// A labelled control with its hint and its error, joined by aria-describedby; the error says what is wrong and how to mend it.
import { h } from './element.ts';

export interface Field {
  readonly label: string;
  readonly box: HTMLElement;
  readonly control: HTMLInputElement | HTMLSelectElement;
  /** Empty: nothing is wrong. */
  readonly complain: (words: string) => void;
}

type Control = HTMLInputElement | HTMLSelectElement;

function setOrLeaveOut(element: Element, name: string, value: string): void {
  if (value === '') element.removeAttribute(name);
  else element.setAttribute(name, value);
}

export function fieldOf(control: Control, label: string, hint = ''): Field {
  const { id } = control;
  const error = h('p', { class: 'error', id: `${id}-error`, hidden: true });
  const describedBy = (wrong: boolean): string => [wrong && error.id, hint !== '' && `${id}-hint`].filter(Boolean).join(' ');
  const complain = (words: string): void => {
    error.textContent = words;
    error.hidden = words === '';
    setOrLeaveOut(control, 'aria-invalid', words === '' ? '' : 'true');
    setOrLeaveOut(control, 'aria-describedby', describedBy(words !== ''));
  };
  complain('');
  const box = h('div', { class: 'field' }, h('label', { for: id }, label), control, error, hint === '' ? null : h('p', { class: 'hint', id: `${id}-hint` }, hint));
  return { label, box, control, complain };
}

/** Nothing that is typed is kept: browsers are told not to remember, and checkers not to send it to be checked. */
export const textInput = (id: string, attributes: Readonly<Record<string, string | number>> = {}): HTMLInputElement =>
  h('input', { id, autocomplete: 'off', spellcheck: 'false', enterkeyhint: 'next', ...attributes });
