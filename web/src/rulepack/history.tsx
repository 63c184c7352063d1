import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { RuleEdition, RulePackDetail } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { changesQuery, restorePack } from './api';
import { Changes } from './changes';

interface Props {
  pack: RulePackDetail;
  zone: string;
  edits: boolean;
  onDone(): Promise<unknown>;
}

/** What was published, what each edition changed, and the way back to it. */
export function History({ pack, zone, edits, onDone }: Props) {
  const t = useT();
  const now = useNow();
  const [open, setOpen] = useState<number>();
  const back = useMutation({ mutationFn: (number: number) => restorePack(pack, number), onSettled: onDone });
  if (pack.editions.length === 0) return null;
  return (
    <div className="page-card">
      <section className="settings-part">
        <h2>{t('rulepack.history')}</h2>
        <Problem error={back.error} />
        <ol className="editions">
          {pack.editions.map((each) => (
            <li key={each.number}>
              <div className="edition">
                <b>{t('rulepack.edition_n', { n: each.number })}</b>
                <span>{says(each, t)}</span>
                <span className="quiet">{each.by.name} {dayTime(Date.parse(each.at), now, zone)}</span>
                <Button size="small" type="text" aria-expanded={open === each.number} onClick={() => setOpen(open === each.number ? undefined : each.number)}>{t('rulepack.see_changes')}</Button>
                {each.number === pack.edition && <span className="tag tag-done">{t('rulepack.in_force')}</span>}
                {edits && each.number !== pack.edition && (
                  <Popconfirm title={t('rulepack.restore_sure', { n: each.number })} okText={t('rulepack.restore')} cancelText={t('act.cancel')} onConfirm={() => back.mutate(each.number)}>
                    <Button size="small" loading={back.isPending}>{t('rulepack.restore')}</Button>
                  </Popconfirm>
                )}
              </div>
              {open === each.number && <EditionChanges id={pack.id} number={each.number} />}
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function says({ note, restored }: RuleEdition, t: ReturnType<typeof useT>): string {
  return restored > 0 ? t('rulepack.restored', { n: restored }) : note;
}

function EditionChanges({ id, number }: { id: string; number: number }) {
  const t = useT();
  const { data, error, refetch } = useQuery(changesQuery(id, number, false));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />;
  return <Changes list={data.changes} none={t('rulepack.same_as_before')} />;
}
