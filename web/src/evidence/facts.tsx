import { SwapOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Select } from 'antd';
import { useState } from 'react';
import type { Evidence, EvidenceGiver, EvidenceItem } from '../api/wire';
import { sentence } from '../ui/states';
import { dateTime, fullTime } from '../ui/time';
import { custodyQuery, sort, useEvidenceChanged } from './api';
import { pieceName, useT } from './words';

/** What is known of an item: what it shows, where it comes from, what its file says, and what was done with it. */
export function Facts({ item, evidence, mayWrite }: { item: EvidenceItem; evidence: Evidence; mayWrite: boolean }) {
  const t = useT();
  const { zone } = evidence;
  const size = item.width > 0 ? `${item.width} × ${item.height} · ` : '';
  return (
    <aside className="evidence-facts" aria-label={t('evidence.facts')}>
      <h4>{t('evidence.item', { n: item.n })}</h4>
      <Shows item={item} evidence={evidence} mayWrite={mayWrite} />
      {item.alike.length > 0 && (
        <div className="evidence-alike" role="note">
          {item.alike.map((each) => (
            <p key={each.item_id}><SwapOutlined /> {t(each.same ? 'evidence.same_as' : each.mirrored ? 'evidence.mirror_of' : 'evidence.like', { number: each.case_number, n: each.n, time: dateTime(Date.parse(each.received_at), zone) })}</p>
          ))}
        </div>
      )}
      <dl>
        <dt>{t('evidence.from')}</dt><dd>{item.source === 'team' && item.source_id !== '' ? t('evidence.from_papers') : t(`evidence.source.${item.source}`)} · {useGiver()(item.by)}</dd>
        <dt>{t('evidence.received')}</dt><dd>{fullTime(Date.parse(item.received_at), zone)}</dd>
        <dt>{t('evidence.taken_at')}</dt><dd>{item.taken_at ? item.taken_at.replace('T', ' ') : t('evidence.says_nothing')}</dd>
        <dt>{t('evidence.device')}</dt><dd>{item.device || t('evidence.says_nothing')}</dd>
        <dt>{t('evidence.file')}</dt><dd>{item.name}<br />{size}{(item.size / 1_048_576).toFixed(2)} MB</dd>
        <dt>SHA-256</dt><dd className="evidence-sum">{item.sha256}</dd>
      </dl>
      <p className="quiet">{t(item.reduced ? 'evidence.reduced' : 'evidence.says')}</p>
      <Custody id={item.id} zone={zone} evidence={evidence} />
    </aside>
  );
}

function useGiver() {
  const t = useT();
  return ({ kind, name }: EvidenceGiver) => (kind === 'buyer' ? t('evidence.buyer') : name || t('evidence.system'));
}

function Shows({ item, evidence, mayWrite }: { item: EvidenceItem; evidence: Evidence; mayWrite: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useEvidenceChanged();
  const save = useMutation({ mutationFn: (piece: string) => sort(item, piece), onError: (error) => message.error(sentence(error)), onSettled: changed });
  const options = [...evidence.checklist.map((each) => ({ value: each.id, label: pieceName(each) })), { value: 'other', label: t('evidence.other_piece') }];
  return (
    <Select
      className="evidence-shows" aria-label={t('evidence.shows')} placeholder={t('evidence.shows_choose')} disabled={!mayWrite} loading={save.isPending}
      value={item.piece || undefined} options={options} onChange={(piece) => save.mutate(piece)}
    />
  );
}

function Custody({ id, zone, evidence }: { id: string; zone: string; evidence: Evidence }) {
  const t = useT();
  const giver = useGiver();
  const [open, setOpen] = useState(false);
  const { data } = useQuery({ ...custodyQuery(id), enabled: open });
  const named = (piece: string) => {
    const found = evidence.checklist.find((each) => each.id === piece);
    return found ? pieceName(found) : piece ? t('evidence.other_piece') : '';
  };
  return (
    <div className="evidence-custody">
      <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t(open ? 'evidence.fold' : 'evidence.custody')}</Button>
      {open && data && (
        <ol>
          {data.map((each) => (
            <li key={each.n}><time>{dateTime(Date.parse(each.at), zone)}</time><span>{giver(each.by)} {t(`evidence.verb.${each.verb}`)} {each.verb === 'filed' && named(each.piece)}</span></li>
          ))}
        </ol>
      )}
    </div>
  );
}
