import { useTexts } from '../i18n/i18n.ts';
import { shellTexts } from '../i18n/shell.ts';
import icon from './icon.svg';
import './mark.css';

export function Mark() {
  return (
    <span className="mark">
      <img src={icon} alt="" width="28" height="28" />
      <span translate="no">{useTexts(shellTexts).product}</span>
    </span>
  );
}
