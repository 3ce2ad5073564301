import { counterTexts } from '../../i18n/counter.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { Button } from '../../kit/button.tsx';
import { Dialog } from '../../kit/dialog.tsx';

const keys = {
  enter: ['Enter'],
  back: ['Shift + Tab'],
  sections: ['F2', 'F3', 'F4', 'F6'],
  accept: ['F8'],
  refuse: ['Shift + F8'],
  picture: ['F9'],
  anew: ['Alt + N'],
  goTo: ['Ctrl + K'],
  alt: ['Alt'],
} as const;

export default function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTexts(counterTexts);
  return (
    <Dialog title={t.help.title} onClose={onClose}>
      <dl className="key-list">
        {Object.entries(keys).map(([name, pressed]) => (
          <div key={name}>
            <dt>
              {pressed.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t.help.rows[name as keyof typeof keys]}</dd>
          </div>
        ))}
      </dl>
      <Button onClick={onClose} autoFocus>
        {t.help.close}
      </Button>
    </Dialog>
  );
}
