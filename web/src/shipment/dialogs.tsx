import { App, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { ParcelLine } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { noteTold, settleParcel, tellBuyer } from './api';
import { useStep } from './step';
import { saysWhat } from './what';

/** What somebody is about to do about a parcel, as they saw it. */
export interface Doing { what: 'tell' | 'told' | 'settle'; line: ParcelLine }

interface Props {
  line: ParcelLine;
  onClose(): void;
}

/** Stays when a colleague is faster and the parcel leaves the list: what was written is not lost, and the answer says so. */
export function DoDialog({ doing: { what, line }, onClose }: { doing: Doing; onClose(): void }) {
  if (what === 'tell') return <TellDialog line={line} onClose={onClose} />;
  return what === 'told' ? <ToldDialog line={line} onClose={onClose} /> : <SettleDialog line={line} onClose={onClose} />;
}

/** Words in the language of the buyer; they are read over, changed, and checked before they go. */
function useWords(line: ParcelLine) {
  const [language, setLanguage] = useState<'zh' | 'en'>('zh');
  const [typed, setTyped] = useState<Partial<Record<'zh' | 'en', string>>>({});
  return { language, setLanguage, text: typed[language] ?? line.suggested[language], setText: (text: string) => setTyped({ ...typed, [language]: text }) };
}

/** In which language the words are. */
function Languages({ value, onChange }: { value: 'zh' | 'en'; onChange(next: 'zh' | 'en'): void }) {
  const t = useT();
  return <Segmented size="small" aria-label={t('parcel.language')} value={value} options={(['zh', 'en'] as const).map((each) => ({ value: each, label: t(`parcel.in.${each}`) }))} onChange={onChange} />;
}

/** Writes to the buyer in our chat. */
function TellDialog({ line, onClose }: Props) {
  const t = useT();
  const now = useNow();
  const { language, setLanguage, text, setText } = useWords(line);
  const tell = useStep(() => tellBuyer(line, text.trim()), onClose);
  return (
    <Dialog title={t('parcel.tell_title', { buyer: line.buyer || line.nick })} ok={t('parcel.tell_ok')} busy={tell.isPending} error={tell.error} disabled={text.trim() === ''} width={620} onOk={() => tell.mutate()} onClose={onClose}>
      <p className="quiet">{saysWhat(t, line, now)}</p>
      <Field label={t('parcel.words')} hint={t(line.buyer_conversation_id ? 'parcel.words_hint' : 'parcel.words_new')}>
        {(id) => <Input.TextArea id={id} autoFocus value={text} maxLength={1000} autoSize={{ minRows: 4, maxRows: 10 }} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <Languages value={language} onChange={setLanguage} />
    </Dialog>
  );
}

/** For buyers with whom we have no chat: the words to take along, and a note that they were told. */
function ToldDialog({ line, onClose }: Props) {
  const t = useT();
  const { message } = App.useApp();
  const { language, setLanguage, text, setText } = useWords(line);
  const [note, setNote] = useState('');
  const told = useStep(() => noteTold(line, note.trim()), onClose);
  const copy = () => void navigator.clipboard.writeText(text).then(() => message.success(t('parcel.copied')), () => message.error(t('parcel.not_copied')));
  return (
    <Dialog title={t('parcel.told_title', { buyer: line.nick || line.order_no })} ok={t('parcel.told_ok')} busy={told.isPending} error={told.error} disabled={note.trim() === ''} width={620} onOk={() => told.mutate()} onClose={onClose}>
      <p className="quiet">{t('parcel.told_hint')}</p>
      <Field label={t('parcel.words')}>
        {(id) => <Input.TextArea id={id} value={text} maxLength={1000} autoSize={{ minRows: 4, maxRows: 10 }} onChange={(event) => setText(event.target.value)} />}
      </Field>
      <div className="row-acts parcel-copy"><Languages value={language} onChange={setLanguage} /><Button size="small" onClick={copy}>{t('parcel.copy')}</Button></div>
      <Field label={t('parcel.told_note')} required>{(id) => <Input id={id} autoFocus value={note} maxLength={300} placeholder={t('parcel.told_note_hint')} onChange={(event) => setNote(event.target.value)} />}</Field>
    </Dialog>
  );
}

function SettleDialog({ line, onClose }: Props) {
  const t = useT();
  const [note, setNote] = useState('');
  const settle = useStep(() => settleParcel(line, note.trim()), onClose);
  return (
    <Dialog title={t('parcel.settle_title')} ok={t('parcel.settle')} busy={settle.isPending} error={settle.error} disabled={note.trim() === ''} onOk={() => settle.mutate()} onClose={onClose}>
      <Field label={t('parcel.settle_note')} required>{(id) => <Input id={id} autoFocus value={note} maxLength={300} placeholder={t('parcel.settle_hint')} onChange={(event) => setNote(event.target.value)} />}</Field>
    </Dialog>
  );
}

/** What went wrong with a step, in words. */
export function Wrong({ error }: { error: unknown }) {
  const t = useT();
  if (!error) return null;
  return <p className="form-error" role="alert">{sentence(error)} {isConflict(error) && t('parcel.looked_again')}</p>;
}
