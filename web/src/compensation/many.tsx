import { useMutation } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import type { Claim, ManyApproved } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { yuan } from '../ui/money';
import { approveMany, useRefresh } from './api';
import { Text } from './dialogs';

/** As many as the server takes at once. */
const most = 50;

/** Which of the claims on the page are chosen, as far as they still wait for the reader's word. */
export function useChosen(items: Claim[]) {
  const [ids, setIds] = useState<string[]>([]);
  const open = items.filter((each) => each.asks_me);
  const chosen = open.filter((each) => ids.includes(each.id)).slice(0, most);
  return {
    open,
    chosen,
    clear: () => setIds([]),
    all: () => setIds(open.slice(0, most).map((each) => each.id)),
    toggle: (id: string) => setIds((now) => (now.includes(id) ? now.filter((each) => each !== id) : [...now, id])),
  };
}

export type Chosen = ReturnType<typeof useChosen>;

/** Chooses all that wait for the reader, and approves what is chosen. */
export function ManyBar({ open, chosen, all, clear }: Chosen) {
  const t = useT();
  const [asked, setAsked] = useState<Claim[] | null>(null);
  if (open.length < 2 && !asked) return null;
  const whole = chosen.length > 0 && chosen.length === Math.min(open.length, most);
  return (
    <div className="comp-many">
      <Checkbox checked={whole} indeterminate={chosen.length > 0 && !whole} onChange={whole ? clear : all}>{t('comp.many.all')}</Checkbox>
      <Button type="primary" disabled={chosen.length === 0} onClick={() => setAsked(chosen)}>
        {chosen.length === 0 ? t('comp.many.none') : t('comp.many.approve', { n: chosen.length, sum: yuan(sumOf(chosen)) })}
      </Button>
      {asked && <ManyDialog items={asked} onClose={() => (setAsked(null), clear())} />}
    </div>
  );
}

function sumOf(items: Claim[]): number {
  return items.reduce((sum, each) => sum + each.amount_fen, 0);
}

/** Says what will be approved, and afterwards what came of each. */
function ManyDialog({ items, onClose }: { items: Claim[]; onClose(): void }) {
  const t = useT();
  const refresh = useRefresh();
  const [note, setNote] = useState('');
  const save = useMutation({ mutationFn: () => approveMany(items, note), onSettled: refresh });
  const done = save.data?.items;
  const well = done?.filter((each) => each.code === '').length ?? 0;
  return (
    <Dialog
      title={done ? t('comp.many.done', { n: well, of: items.length }) : t('comp.many.title', { n: items.length })} ok={t(done ? 'comp.many.ok' : 'comp.approve_ok')}
      done={done !== undefined} busy={save.isPending} error={save.error} onOk={() => (done ? onClose() : save.mutate())} onClose={onClose}
    >
      {!done && <p className="comp-about">{t('comp.many.hint')} <b>{yuan(sumOf(items))}</b></p>}
      <ul className="comp-outcomes" aria-live="polite">{items.map((each, at) => <Outcome key={each.id} item={each} came={done?.[at]} />)}</ul>
      {!done && <Text label={t('comp.note')} value={note} onChange={setNote} />}
    </Dialog>
  );
}

function Outcome({ item, came }: { item: Claim; came?: ManyApproved['items'][number] }) {
  const t = useT();
  return (
    <li>
      <span>{item.case_number} · {t(`comp.remedy.${item.remedy}`)}</span> <b>{yuan(item.amount_fen)}</b>
      <p className="quiet">{item.reason}</p>
      {came && <p className={came.code ? 'form-error' : 'comp-good'}>{came.code ? came.problem : t(came.state === 'waiting' ? 'comp.many.first' : 'comp.many.well')}</p>}
    </li>
  );
}
