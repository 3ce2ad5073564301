// Acts on one item that need words: damage, stopping, opening. Each is one event; its words are sealed, its codes stand in the log.
import { useState } from 'react';

import type { Picture } from '../../counter/form.ts';
import { takeFromFile } from '../../device/camera.ts';
import { useTexts } from '../../i18n/i18n.ts';
import { sortingTexts } from '../../i18n/sorting.ts';
import { ActDialog } from '../../kit/act-dialog.tsx';
import { Choice } from '../../kit/choice.tsx';
import { Field, Labelled } from '../../kit/field.tsx';
import { FileButton } from '../../kit/file-button.tsx';
import { SecondSelect } from '../../kit/second-select.tsx';
import { Verdict } from '../../kit/verdict.tsx';
import type { Scanned, SortingRules } from './event.ts';
import { useEvent } from './use-event.ts';
import { gramsOf } from './weigh.tsx';

interface Props {
  readonly item: Scanned;
  readonly rules: SortingRules;
  readonly site: string;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

const words_max = 300;

function PictureButton({ slot, label, picture, onPicture }: { readonly slot: string; readonly label: string; readonly picture: Picture | null; readonly onPicture: (picture: Picture) => void }) {
  const t = useTexts(sortingTexts);
  const [broken, setBroken] = useState(false);
  const take = async (file: File): Promise<void> => {
    const taken = await takeFromFile(slot, file);
    setBroken(taken === null);
    if (taken !== null) onPicture(taken);
  };
  return (
    <p>
      <FileButton kind="quiet" label={label} accept="image/*" onFile={(file) => void take(file)} /> {picture !== null && <Verdict tone="ok">{`${Math.ceil(picture.bytes.size / 1024)} KB`}</Verdict>}
      {broken && <Verdict tone="bad">{t.pictureBroken}</Verdict>}
    </p>
  );
}

function WordsField({ label, value, wrong, onType }: { readonly label: string; readonly value: string; readonly wrong: string | undefined; readonly onType: (text: string) => void }) {
  return (
    <Labelled label={label} error={wrong}>
      {(control) => <textarea className="input" rows={3} maxLength={words_max} {...control} value={value} onChange={({ target }) => onType(target.value)} />}
    </Labelled>
  );
}

export function DamageDialog({ item, rules, site, onDone, onClose }: Props) {
  const t = useTexts(sortingTexts);
  const [remark, setRemark] = useState('');
  const [weight, setWeight] = useState('');
  const [second, setSecond] = useState('');
  const [picture, setPicture] = useState<Picture | null>(null);
  const [asked, setAsked] = useState(false);
  const record = useEvent(site);
  const grams = gramsOf(weight);
  const act = () => {
    setAsked(true);
    if (remark.trim() === '' || grams === null) return null;
    return record(item.item, { kind: 'damaged', remark: remark.trim(), weight_g: grams, ...(second !== '' && { second_person: second }) }, picture === null ? [] : [picture]);
  };
  return (
    <ActDialog title={t.damageTitle(item.item_code)} lead={t.damageLead} confirm={t.damageGo} act={act} onDone={onDone} onClose={onClose}>
      <WordsField label={t.damageRemark} value={remark} wrong={asked && remark.trim() === '' ? t.needed : undefined} onType={setRemark} />
      <Field label={t.damageWeight} inputMode="numeric" maxLength={7} value={weight} error={asked && grams === null ? t.weighBad : undefined} onChange={({ target }) => setWeight(target.value)} />
      <PictureButton slot="damage" label={t.damagePicture} picture={picture} onPicture={setPicture} />
      <SecondSelect nobody={t.secondChoose} label={t.damageSecond} staff={rules.staff} value={second} onChoose={setSecond} />
    </ActDialog>
  );
}

export function StopDialog({ item, site, onDone, onClose }: Props) {
  const t = useTexts(sortingTexts);
  const [reason, setReason] = useState<keyof typeof t.reasons>('suspicion');
  const record = useEvent(site);
  return (
    <ActDialog title={t.stopTitle(item.item_code)} lead={t.stopLead} confirm={t.stopGo} danger act={() => record(item.item, { kind: 'stopped', reason })} onDone={onDone} onClose={onClose}>
      <Choice legend={t.stopReason} name="reason" options={t.reasons} chosen={reason} onChoose={setReason} />
    </ActDialog>
  );
}

export function OpenDialog({ item, rules, site, onDone, onClose }: Props) {
  const t = useTexts(sortingTexts);
  const [ground, setGround] = useState<keyof typeof t.grounds>('damage');
  const [paper, setPaper] = useState('');
  const [remark, setRemark] = useState('');
  const [second, setSecond] = useState('');
  const [picture, setPicture] = useState<Picture | null>(null);
  const [asked, setAsked] = useState(false);
  const record = useEvent(site);
  const act = () => {
    setAsked(true);
    if (paper.trim() === '' || remark.trim() === '' || second === '') return null;
    return record(item.item, { kind: 'opened', ground, paper: paper.trim(), remark: remark.trim(), second_person: second }, picture === null ? [] : [picture]);
  };
  return (
    <ActDialog title={t.openTitle(item.item_code)} lead={t.openLead} confirm={t.openGo} danger act={act} onDone={onDone} onClose={onClose}>
      <Choice legend={t.openGround} name="ground" options={t.grounds} chosen={ground} onChoose={setGround} />
      <Field label={t.openPaper} maxLength={words_max} value={paper} error={asked && paper.trim() === '' ? t.needed : undefined} onChange={({ target }) => setPaper(target.value)} />
      <WordsField label={t.openRemark} value={remark} wrong={asked && remark.trim() === '' ? t.needed : undefined} onType={setRemark} />
      <SecondSelect nobody={t.secondChoose} label={t.second} staff={rules.staff} value={second} error={asked && second === '' ? t.secondNeeded : undefined} onChoose={setSecond} />
      <PictureButton slot="opened" label={t.openPicture} picture={picture} onPicture={setPicture} />
    </ActDialog>
  );
}
