import { PlusOutlined } from '@ant-design/icons';
import { App, Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { newKey } from '../api/client';
import { useChange } from '../api/change';
import { besides, fieldsOf } from '../api/problem';
import type { CustomerCard, CustomerHandle } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { addHandle, detachHandle, useAct, useCustomersChanged, type Kind } from './api';
import { Mark } from './mark';
import { Masked } from './reveal';

interface Props {
  card: CustomerCard;
  mayWrite: boolean;
  mayReveal: boolean;
}

/** By what they are known, and how they are reached; values are masked. */
export function Handles({ card, mayWrite, mayReveal }: Props) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <ul className="contacts">
        <li><span className="contact-kind">{t('customers.web')}</span><span>{t('customers.browsers', { n: card.browsers })}</span></li>
        {card.has_code && <li><span className="contact-kind">{t('customers.code')}</span><span>{t('customers.has_code')}</span></li>}
        {card.handles.map((each) => <Row key={each.id} card={card} handle={each} mayWrite={mayWrite} mayReveal={mayReveal} />)}
      </ul>
      {mayWrite && <Button size="small" icon={<PlusOutlined />} onClick={() => setAdding(true)}>{t('customers.add_handle')}</Button>}
      {adding && <AddDialog card={card} onClose={() => setAdding(false)} />}
    </>
  );
}

export const kindWord = (t: ReturnType<typeof useT>, { kind, platform }: Pick<CustomerHandle, 'kind' | 'platform'>) =>
  (kind === 'nick' ? tOr(`customers.platform.${platform}`, platform) : t(`customers.kind.${kind}`));

function Row({ card, handle, mayWrite, mayReveal }: Props & { handle: CustomerHandle }) {
  const t = useT();
  const { modal } = App.useApp();
  const act = useAct();
  const detach = () => void modal.confirm({
    title: t('customers.detach_title', { value: handle.masked }), okText: t('customers.detach'), cancelText: t('act.cancel'),
    onOk: () => act.mutateAsync(() => detachHandle(card, handle.id)).catch(() => undefined),
  });
  return (
    <li>
      <span className="contact-kind">{kindWord(t, handle)}</span>
      <Masked customer={card.id} handle={handle} mayReveal={mayReveal} />
      {handle.state === 'claimed' && <Mark colour="gold">{t('customers.claimed')}</Mark>}
      {mayWrite && <Button className="contact-off" size="small" type="text" onClick={detach}>{t('customers.detach')}</Button>}
    </li>
  );
}

const kinds: Kind[] = ['phone', 'email', 'nick', 'address'];
const platforms = ['taobao', 'jd', 'pinduoduo', 'douyin', 'kuaishou', 'xiaohongshu', 'wechat', 'other'] as const;

function AddDialog({ card, onClose }: { card: CustomerCard; onClose(): void }) {
  const t = useT();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<{ kind: Kind; platform: string; value: string }>({ kind: 'phone', platform: 'taobao', value: '' });
  const key = useMemo(() => ({ of: [draft, card.version], key: newKey() }).key, [draft, card.version]);
  const refresh = useCustomersChanged();
  const change = useChange({
    save: () => addHandle(card, { ...draft, platform: draft.kind === 'nick' ? draft.platform : '' }, key),
    saved: async ({ handle }) => {
      await refresh();
      if (handle.state === 'claimed') void message.info(t('customers.claimed_hint'));
      onClose();
    },
    refresh,
  });
  const errors = fieldsOf(change.error);
  return (
    <Dialog
      title={t('customers.add_handle')} ok={t('customers.save')} busy={change.isPending} conflict={change.conflict}
      error={besides(change.error, (field) => field === 'value')} onOk={() => change.mutate()} onClose={onClose}
    >
      <Field label={t('customers.handle_kind')}>
        {(id) => <Select id={id} className="wide" value={draft.kind} onChange={(kind) => setDraft({ ...draft, kind })} options={kinds.map((value) => ({ value, label: t(`customers.kind.${value}`) }))} />}
      </Field>
      {draft.kind === 'nick' && (
        <Field label={t('customers.platform')}>
          {(id) => <Select id={id} className="wide" value={draft.platform} onChange={(platform) => setDraft({ ...draft, platform })} options={platforms.map((value) => ({ value, label: t(`customers.platform.${value}`) }))} />}
        </Field>
      )}
      <Field label={t(`customers.kind.${draft.kind}`)} required error={errors.value}>
        {(id) => <Input id={id} autoFocus maxLength={200} value={draft.value} onChange={({ target }) => setDraft({ ...draft, value: target.value })} />}
      </Field>
    </Dialog>
  );
}
