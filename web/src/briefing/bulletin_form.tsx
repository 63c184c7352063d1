import { Input, Segmented } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { Bulletin, BulletinDraft } from '../api/wire';
import { useT } from '../i18n';
import { now } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { readWall, writeWall } from '../ui/time';
import { addBulletin, changeBulletin } from './api';
import { useZones } from './zones';

interface Props {
  shop: string;
  /** Null for a new one. */
  bulletin: Bulletin | null;
  onSaved(): Promise<unknown>;
  onClose(): void;
}

const kinds = ['promotion', 'coupon', 'other'] as const;
const week = 7 * 24 * 3_600_000;

/** What holds in a shop, from when until when, by the clocks of the shop. */
export function BulletinForm({ shop, bulletin, onSaved, onClose }: Props) {
  const t = useT();
  const zone = useZones()(shop);
  const [kind, setKind] = useState<BulletinDraft['kind']>(bulletin?.kind ?? 'promotion');
  const [title, setTitle] = useState(bulletin?.title ?? '');
  const [text, setText] = useState(bulletin?.text ?? '');
  const [from, setFrom] = useState(() => writeWall(bulletin ? Date.parse(bulletin.starts_at) : now(), zone));
  const [until, setUntil] = useState(() => writeWall(bulletin ? Date.parse(bulletin.ends_at) : now() + week, zone));
  const [key] = useState(() => crypto.randomUUID());
  const at = (wallTime: string) => new Date(readWall(wallTime, zone) ?? 0).toISOString();
  const save = useChange({
    save: () => {
      const body = { kind, title, text, starts_at: at(from), ends_at: at(until) };
      return bulletin ? changeBulletin(bulletin, body) : addBulletin(shop, key, body);
    },
    saved: async () => {
      await onSaved();
      onClose();
    },
    refresh: onSaved,
  });
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t(bulletin ? 'bulletin.change' : 'bulletin.add')} ok={t('act.save')} busy={save.isPending} conflict={save.conflict} error={besides(save.error, (field) => field in errors)} onOk={() => save.mutate()} onClose={onClose}>
      <Segmented className="bulletin-kinds" aria-label={t('bulletin.kind')} value={kind} options={kinds.map((each) => ({ value: each, label: t(`bulletin.kind.${each}`) }))} onChange={setKind} />
      <Field label={t('bulletin.name')} required error={errors.title}>{(id) => <Input id={id} autoFocus value={title} maxLength={60} onChange={(event) => setTitle(event.target.value)} />}</Field>
      <Field label={t('bulletin.text')} error={errors.text} hint={t('bulletin.text_hint')}>{(id) => <Input.TextArea id={id} value={text} maxLength={2000} autoSize={{ minRows: 3, maxRows: 8 }} onChange={(event) => setText(event.target.value)} />}</Field>
      <div className="settings-pair">
        <Field label={t('bulletin.from')} required error={errors.starts_at}>{(id) => <Input id={id} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />}</Field>
        <Field label={t('bulletin.ends')} required error={errors.ends_at} hint={t('bulletin.ends_hint')}>{(id) => <Input id={id} type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />}</Field>
      </div>
    </Dialog>
  );
}
