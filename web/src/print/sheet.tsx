// The pages that leave the printer: label 100×75 mm, receipt or notice A6. Black on white, whole without network or font.
import { Fragment, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { encode } from 'uqr';

import { useStore } from '../app/store.ts';
import { code128Path } from '../counter/code128.ts';
import { spacedPhone } from '../counter/mask.ts';
import { counterTexts } from '../i18n/counter.ts';
import { moment, number } from '../i18n/formats.ts';
import { useTexts } from '../i18n/i18n.ts';
import { printTexts } from '../i18n/print.ts';
import { printing, type Printing } from './printing.ts';
import type { Slip } from './slip.ts';
import './sheet.css';

// Pages have a sheet each, and what one of them has printed is not printed again by the next.
let begun: Printing | null = null;

export default function Sheet() {
  const now = useStore(printing);
  const [printed, setPrinted] = useState(begun);
  useEffect(() => {
    if (!now || now === begun) return undefined;
    begun = now;
    // On the page only as long as the printer looks at it.
    const done = (): void => setPrinted(now);
    addEventListener('afterprint', done, { once: true });
    print();
    return () => removeEventListener('afterprint', done);
  }, [now]);
  if (!now || now === printed) return null;
  return createPortal(
    <div className="sheet" lang="vi">
      {now.slips.map((slip, at) => (
        <Fragment key={at}>
          {slip.decision === 'accepted' && <Label slip={slip} />}
          {slip.receipt && <Receipt slip={slip} />}
          {slip.decision === 'refused' && <Refusal slip={slip} />}
        </Fragment>
      ))}
    </div>,
    document.body,
  );
}

function Barcode({ code }: { readonly code: string }) {
  const drawn = code128Path(code);
  if (!drawn) return null;
  return (
    <svg className="barcode" viewBox={`0 0 ${drawn.modules} 1`} preserveAspectRatio="none" role="img" aria-label={code} shapeRendering="crispEdges">
      <path d={drawn.path} />
    </svg>
  );
}

function Qr({ text }: { readonly text: string }) {
  const { size, path } = useMemo(() => {
    const made = encode(text, { ecc: 'M', border: 2 });
    const rows = made.data.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join(''));
    return { size: made.size, path: rows.join('') };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={text.split('#')[0]} shapeRendering="crispEdges">
      <path d={path} />
    </svg>
  );
}

function Label({ slip }: { readonly slip: Slip }) {
  const t = useTexts(printTexts);
  const c = useTexts(counterTexts);
  const code = slip.code ?? '';
  return (
    <section className="label">
      <header>
        <strong>{slip.enterprise}</strong>
        <span>{moment(slip.at)}</span>
      </header>
      <Barcode code={code} />
      <p className="label-code">{code}</p>
      <div className="label-to">
        <small>{t.to}</small>
        <p className="label-name">{slip.recipient.name}</p>
        <p>{slip.recipient.address}</p>
        <p className="label-phone">
          {t.phone} {spacedPhone(slip.recipient.phone)}
        </p>
      </div>
      <footer>
        <p>
          <small>{t.from}</small> {slip.sender.name} · {slip.sender.phone}
        </p>
        <p>
          {slip.site} · {c.contents.types[slip.type]}
          {slip.grams !== null && ` · ${number(slip.grams)} g`}
        </p>
        {slip.handling.length > 0 && <p className="label-handling">⚠ {slip.handling.join('; ')}</p>}
      </footer>
    </section>
  );
}

function Head({ slip, title }: { readonly slip: Slip; readonly title: string }) {
  const t = useTexts(printTexts);
  return (
    <header>
      <p>
        <strong>{slip.enterprise}</strong>
      </p>
      <p className="small-print">
        {t.licence} {slip.licence}
      </p>
      <h1>{title}</h1>
    </header>
  );
}

function Receipt({ slip }: { readonly slip: Slip }) {
  const t = useTexts(printTexts);
  const c = useTexts(counterTexts);
  return (
    <section className="receipt">
      <Head slip={slip} title={t.receipt} />
      <Barcode code={slip.code ?? ''} />
      <p className="label-code">{slip.code}</p>
      <dl>
        <Line name={t.number}>
          {slip.number ?? '–'} · {moment(slip.at)}
        </Line>
        <Line name={t.place}>
          {slip.site}, {slip.counter}
        </Line>
        <Line name={t.from}>
          {slip.sender.name} · {slip.sender.phone}
        </Line>
        <Line name={t.to}>
          {slip.recipient.name} · {slip.recipient.address}
        </Line>
        <Line name={t.weight}>
          {c.contents.types[slip.type]}
          {slip.grams !== null && ` · ${number(slip.grams)} g`}
        </Line>
        {slip.things.length > 0 ? <Line name={t.contents}>{slip.things.join('; ')}</Line> : <Line name={c.sections.contents}>{t.sealedContents}</Line>}
        {slip.handling.length > 0 && <Line name={t.handling}>{slip.handling.join('; ')}</Line>}
      </dl>
      {slip.receipt === null && <p className="small-print">{t.notSent}</p>}
      {slip.receipt && (
        <div className="receipt-check">
          <Qr text={slip.receipt.url} />
          <p>
            {t.check}
            <br />
            {t.receiptCode}: <span className="receipt-code">{slip.receipt.code}</span>
          </p>
        </div>
      )}
    </section>
  );
}

function Refusal({ slip }: { readonly slip: Slip }) {
  const t = useTexts(printTexts);
  return (
    <section className="receipt">
      <Head slip={slip} title={t.refusal} />
      <dl>
        <Line name={t.at}>
          {moment(slip.at)}
          {slip.number !== null && ` · ${t.number} ${slip.number}`}
        </Line>
        <Line name={t.place}>
          {slip.site}, {slip.counter}
        </Line>
        {slip.sender.name !== '' && <Line name={t.sender}>{slip.sender.name}</Line>}
        {slip.things.length > 0 && <Line name={t.declared}>{slip.things.join('; ')}</Line>}
        <Line name={t.reasons}>{slip.reasons.map(({ vi }) => vi).join('; ')}</Line>
        {slip.handling.length > 0 && <Line name={t.handling}>{slip.handling.join('; ')}</Line>}
      </dl>
      <p className="small-print">{t.rights}</p>
      <div className="signatures">
        <p>{t.clerk}</p>
        <p>{t.sender}</p>
      </div>
    </section>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
