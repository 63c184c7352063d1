import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { PlaybookDetail, PlaybookEdition } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';
import { dayTime } from '../ui/time';
import { own } from './api';
import { download, editionQuery, restore } from './shelf_api';

interface Props {
  playbook: PlaybookDetail;
  zone: string;
  edits: boolean;
  onDone(): Promise<unknown>;
}

/** What was published, what each edition changed, and the way back to it. */
export function History({ playbook, zone, edits, onDone }: Props) {
  const t = useT();
  const now = useNow();
  const [open, setOpen] = useState<number>();
  const back = useMutation({ mutationFn: (number: number) => restore(playbook, number), onSettled: onDone });
  if (playbook.editions.length === 0) return null;
  return (
    <div className="page-card">
      <section className="settings-part">
        <h2>{t('playbook.history')}</h2>
        <Problem error={back.error} />
        <ol className="editions">
          {playbook.editions.map((each) => (
            <li key={each.number}>
              <div className="edition">
                <b>{t('playbook.edition', { n: each.number })}</b>
                <span>{says(each, t)}</span>
                <span className="quiet">{each.by.name} {dayTime(Date.parse(each.at), now, zone)}</span>
                <Button size="small" type="text" aria-expanded={open === each.number} onClick={() => setOpen(open === each.number ? undefined : each.number)}>{t('playbook.changes')}</Button>
                {each.number === playbook.edition
                  ? <span className="tag tag-done">{t('playbook.in_force')}</span>
                  : edits && <Back number={each.number} busy={back.isPending} onBack={() => back.mutate(each.number)} />}
              </div>
              {open === each.number && <Changes id={playbook.id} name={playbook.name} number={each.number} />}
            </li>
          ))}
          {playbook.shipped && (
            <li><div className="edition"><b>{t('playbook.shipped')}</b>{edits && <Back number={0} busy={back.isPending} onBack={() => back.mutate(0)} />}</div></li>
          )}
        </ol>
      </section>
    </div>
  );
}

function Back({ number, busy, onBack }: { number: number; busy: boolean; onBack(): void }) {
  const t = useT();
  return (
    <Popconfirm title={t(number ? 'playbook.restore_sure' : 'playbook.restore_shipped', { n: number })} okText={t('playbook.restore')} cancelText={t('act.cancel')} onConfirm={onBack}>
      <Button size="small" loading={busy}>{t('playbook.restore')}</Button>
    </Popconfirm>
  );
}

function says({ note, restored }: PlaybookEdition, t: ReturnType<typeof useT>): string {
  if (restored < 0) return t('playbook.restored_shipped');
  return restored > 0 ? t('playbook.restored', { n: restored }) : note;
}

function Changes({ id, name, number }: { id: string; name: string; number: number }) {
  const t = useT();
  const { data, error, refetch } = useQuery(editionQuery(id, number, false));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />;
  return (
    <>
      {data.changes.length === 0 ? <p className="quiet">{t('playbook.no_changes')}</p> : <ul className="playbook-changes">{data.changes.map((each, index) => <li key={index}>{own(each)}</li>)}</ul>}
      <Button size="small" type="link" onClick={() => download(`${name}.v${number}`, data.text)}>{t('playbook.export')}</Button>
    </>
  );
}
