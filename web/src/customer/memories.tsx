import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Radio, Select } from 'antd';
import { useMemo, useState } from 'react';
import { newKey } from '../api/client';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { CustomerCard } from '../api/wire';
import { useT } from '../i18n';
import { now, useNow } from '../ui/clock';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { dayName } from '../ui/time';
import { addMemory, removeMemory, useAct, useCustomersChanged, type MemoryKind, type MemorySource } from './api';

/** What they like and what they avoid: who said so, and until when it counts. */
export function Memories({ card, mayWrite }: { card: CustomerCard; mayWrite: boolean }) {
  const t = useT();
  const clock = useNow();
  const act = useAct();
  const [adding, setAdding] = useState(false);
  const day = (time: string) => dayName(Date.parse(time), clock, card.shop.zone);
  return (
    <>
      <ul className="memories">
        {card.memories.map((each) => (
          <li key={each.id} className={`memory-${each.kind}`}>
            <b>{each.text}</b>
            {mayWrite && <Button size="small" type="text" disabled={act.isPending} onClick={() => act.mutate(() => removeMemory(card, each.id))}>{t('customers.forget')}</Button>}
            <em>
              {t(`customers.source.${each.source}`, { time: day(each.at), by: each.by.name || t('brand') })}
              {each.expires_at && ` · ${t('customers.until', { time: day(each.expires_at) })}`}
            </em>
          </li>
        ))}
      </ul>
      {mayWrite && <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('customers.remember')}</Button>}
      {adding && <MemoryDialog card={card} onClose={() => setAdding(false)} />}
    </>
  );
}

const lasting = { '': 0, month: 30, season: 90, year: 365 };

function MemoryDialog({ card, onClose }: { card: CustomerCard; onClose(): void }) {
  const t = useT();
  const [draft, setDraft] = useState({ kind: 'likes' as MemoryKind, text: '', source: 'told' as MemorySource, lasts: '' as keyof typeof lasting });
  const key = useMemo(() => ({ of: [draft, card.version], key: newKey() }).key, [draft, card.version]);
  const refresh = useCustomersChanged();
  const change = useChange({
    save: () => {
      const { lasts, ...rest } = draft;
      return addMemory(card, lasts ? { ...rest, expires_at: new Date(now() + lasting[lasts] * 86_400_000).toISOString() } : rest, key);
    },
    saved: async () => (await refresh(), onClose()),
    refresh,
  });
  return (
    <Dialog
      title={t('customers.remember')} ok={t('customers.save')} busy={change.isPending} conflict={change.conflict}
      error={besides(change.error, (field) => field === 'text')} onOk={() => change.mutate()} onClose={onClose}
    >
      <Field label={t('customers.memory_kind')}>
        {(id) => (
          <Radio.Group id={id} value={draft.kind} onChange={({ target }) => setDraft({ ...draft, kind: target.value })}>
            <Radio value="likes">{t('customers.likes')}</Radio>
            <Radio value="avoids">{t('customers.avoids')}</Radio>
          </Radio.Group>
        )}
      </Field>
      <Field label={t('customers.memory_text')} required error={fieldsOf(change.error).text}>
        {(id) => <Input id={id} autoFocus maxLength={100} placeholder={t('customers.memory_example')} value={draft.text} onChange={({ target }) => setDraft({ ...draft, text: target.value })} />}
      </Field>
      <Field label={t('customers.memory_source')}>
        {(id) => (
          <Radio.Group id={id} value={draft.source} onChange={({ target }) => setDraft({ ...draft, source: target.value })}>
            <Radio value="told">{t('customers.told')}</Radio>
            <Radio value="noticed">{t('customers.noticed')}</Radio>
          </Radio.Group>
        )}
      </Field>
      <Field label={t('customers.lasts')}>
        {(id) => <Select id={id} className="wide" value={draft.lasts} onChange={(lasts) => setDraft({ ...draft, lasts })} options={(Object.keys(lasting) as (keyof typeof lasting)[]).map((value) => ({ value, label: t(`customers.lasts.${value || 'ever'}`) }))} />}
      </Field>
    </Dialog>
  );
}
