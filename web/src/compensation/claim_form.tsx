import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Claim, ClaimDraft } from '../api/wire';
import { useT } from '../i18n';
import { Asked } from '../policy/advice';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { yuan } from '../ui/money';
import { change, claim, remedies, roomsQuery } from './api';
import { Text, useAct } from './dialogs';
import { Deciders, RoomNote } from './room';
import './compensation.css';
import './words';

interface FormProps {
  caseId: string;
  shop: string;
  orderNo: string;
  /** The claim that is changed; none for a new one. */
  old?: Claim;
  /** The remedy with which a new one begins. */
  begin?: ClaimDraft['remedy'];
  onMade?: (made: Claim) => void;
  onClose(): void;
}

interface Typed {
  remedy: ClaimDraft['remedy'];
  amount: number | null;
  reason: string;
  statutory: string;
  item: string;
  facts: Record<string, string>;
  /** The policy is asked; without it only a little may be claimed. */
  asks: boolean;
}

function typedOf(old?: Claim, begin: ClaimDraft['remedy'] = 'payment'): Typed {
  return {
    remedy: old?.remedy ?? begin, amount: old ? old.amount_fen / 100 : null, reason: old?.reason ?? '', statutory: old?.statutory ?? '', item: old?.item ?? '',
    facts: {}, asks: !old || Boolean(old.policy),
  };
}

/** Asks for a compensation, or changes one. What was typed stays while the server refuses it. */
export function ClaimForm({ caseId, shop, orderNo, old, begin, onMade, onClose }: FormProps) {
  const t = useT();
  const [typed, setTyped] = useState(() => typedOf(old, begin));
  const [key, setKey] = useState(newKey);
  const order = old?.order_no ?? orderNo;
  const rooms = useQuery({ ...roomsQuery(caseId, order, old?.id ?? '', typed.facts), placeholderData: keepPreviousData }).data;
  const fill = (part: Partial<Typed>) => {
    setTyped({ ...typed, ...part });
    setKey(newKey());
  };
  const fen = Math.round((typed.amount ?? 0) * 100);
  const draft: ClaimDraft = {
    remedy: typed.remedy, amount_fen: fen, order_no: order, item: typed.item, reason: typed.reason, statutory: typed.statutory, facts: typed.asks ? typed.facts : undefined,
  };
  const save = useAct(async () => {
    if (old) return change(old, draft);
    const made = await claim(caseId, draft, key);
    onMade?.(made);
    return made;
  }, onClose);
  const errors = fieldsOf(save.error);
  const room = typed.asks ? rooms?.items.find((each) => each.remedy === typed.remedy) : rooms?.unasked;
  const over = room && fen > room.fen && room.asks.length === 0;
  return (
    <Dialog title={t(old ? 'comp.change' : 'comp.claim')} ok={t(old ? 'comp.change_ok' : 'comp.claim_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} width={560} onOk={() => save.mutate()} onClose={onClose}>
      <div className="quick" role="group" aria-label={t('comp.remedy')}>
        {remedies.map((each) => <button key={each} type="button" aria-pressed={each === typed.remedy} onClick={() => fill({ remedy: each })}>{t(`comp.remedy.${each}`)}</button>)}
      </div>
      {rooms && <RoomNote rooms={rooms} remedy={typed.remedy} asks={typed.asks} onRemedy={(remedy) => fill({ remedy })} onAsks={(asks) => fill({ asks })} onSay={(name, value) => fill({ facts: { ...typed.facts, [name]: value } })} />}
      <Field label={t('comp.amount')} required error={errors.amount_fen ?? errors.policy ?? (over ? t('comp.over', { max: yuan(room.fen) }) : undefined)}>
        {(id) => (
          <div className="comp-amount-row">
            <InputNumber id={id} autoFocus className="limit" min={0} precision={2} value={typed.amount} suffix={t('comp.yuan')} onChange={(amount) => fill({ amount })} />
            {room && room.fen > 0 && room.fen !== fen && <Button size="small" type="link" onClick={() => fill({ amount: room.fen / 100 })}>{t('comp.fill', { max: yuan(room.fen) })}</Button>}
          </div>
        )}
      </Field>
      {rooms && fen > 0 && !over && <Deciders rooms={rooms} fen={fen} shop={shop} />}
      <Field label={t('comp.reason')} required error={errors.reason} hint={t('comp.reason_hint')}>
        {(id) => <Input.TextArea id={id} autoSize={{ minRows: 2, maxRows: 5 }} value={typed.reason} maxLength={500} onChange={(event) => fill({ reason: event.target.value })} />}
      </Field>
      {typed.asks && (
        <details className="comp-policy">
          <summary>{t('comp.policy')}</summary>
          <Asked caseId={caseId} said={typed.facts} onSaid={(facts) => fill({ facts })} />
        </details>
      )}
      <details className="comp-policy" open={errors.item || errors.statutory || typed.item || typed.statutory ? true : undefined}>
        <summary>{t('comp.more')}</summary>
        <div className="settings-pair">
          <Text label={t('comp.item')} value={typed.item} error={errors.item} hint={t('comp.item_hint')} onChange={(item) => fill({ item })} />
          <Text label={t('comp.law')} value={typed.statutory} error={errors.statutory} hint={t('comp.law_hint')} onChange={(statutory) => fill({ statutory })} />
        </div>
      </details>
    </Dialog>
  );
}
