import { CheckCircleFilled } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Recall } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { useTicketsChanged } from '../ticket/acts';
import { caseTicketsQuery } from '../ticket/api';
import { SendDialog } from '../ticket/send_dialog';
import { StateTag } from '../ticket/state';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { finishTask } from './api';
import { useStep, Wrong } from './detail';
import { keys } from './keys';

type Task = Recall['tasks'][number];

/** The type of ticket for each task, and the kind of department that it is for. */
const forms = {
  quality: { type: 'quality', departmentKind: 'quality' },
  stock: { type: 'quarantine', departmentKind: 'warehouse' },
  takedown: { type: 'other', departmentKind: 'operations' },
} as const;

/** What departments have to do: test it, stop it and count it, take it down. */
export function Tasks({ recall, mayWrite, zone }: { recall: Recall; mayWrite: boolean; zone: string }) {
  const t = useT();
  const me = useMe();
  const sees = recall.case_id !== '' && mayIn(me, recall.shop_id, 'ticket.read');
  const tickets = useQuery({ ...caseTicketsQuery(recall.case_id), enabled: sees });
  return (
    <section aria-label={t('recalls.tasks')}>
      <h3>{t('recalls.tasks')}</h3>
      {mayWrite && recall.case_id === '' && <p className="quiet">{t('recalls.no_case')}</p>}
      <ul className="recall-tasks">
        {recall.tasks.map((each) => (
          <One
            key={each.id} task={each} recall={recall} mayWrite={mayWrite} zone={zone}
            ticket={tickets.data?.items.find((one) => one.id === each.ticket_id)} others={tickets.data?.items ?? []}
            maySend={mayWrite && sees && mayIn(me, recall.shop_id, 'ticket.write')}
          />
        ))}
      </ul>
    </section>
  );
}

type Ticket = Parameters<typeof SendDialog>[0]['others'][number];

interface Props {
  task: Task;
  recall: Recall;
  mayWrite: boolean;
  maySend: boolean;
  zone: string;
  ticket?: Ticket;
  others: Ticket[];
}

function One({ task, recall, mayWrite, maySend, zone, ticket, others }: Props) {
  const t = useT();
  const now = useNow();
  const [doing, setDoing] = useState<'send' | 'finish' | null>(null);
  const [note, setNote] = useState('');
  const refresh = useTicketsChanged();
  const cache = useQueryClient();
  const sent = () => void Promise.all([refresh(), cache.invalidateQueries({ queryKey: keys.all })]);
  const finish = useStep(() => finishTask(recall, task.id, note.trim()), () => setDoing(null));
  const title = t(`recalls.task.${task.id}`, { product: recall.name, batch: recall.batch });
  return (
    <li className={task.done ? 'recall-done' : undefined}>
      <p>
        {task.done && <CheckCircleFilled aria-label={t('recalls.done')} />}
        <b>{t(`recalls.task_name.${task.id}`)}</b>
        {ticket && <StateTag state={ticket.state} />}
        <span className="grow" />
        {!task.done && maySend && !ticket && <Button size="small" onClick={() => setDoing('send')}>{t('recalls.to_department')}</Button>}
        {!task.done && mayWrite && <Button size="small" type="text" onClick={() => (setNote(note || (ticket?.result ?? '')), setDoing(doing === 'finish' ? null : 'finish'))}>{t('recalls.finish')}</Button>}
      </p>
      {task.done && <p className="quiet">{task.note} · {task.by?.name} · {task.at && dayTime(Date.parse(task.at), now, zone)}</p>}
      {doing === 'finish' && (
        <form className="recall-note" onSubmit={(event) => (event.preventDefault(), finish.mutate())}>
          <Input autoFocus aria-label={t('recalls.note_of', { task: t(`recalls.task_name.${task.id}`) })} value={note} maxLength={500} placeholder={t('recalls.note_hint')} onChange={(event) => setNote(event.target.value)} />
          <Button htmlType="submit" type="primary" loading={finish.isPending} disabled={note.trim() === ''}>{t('recalls.finish_ok')}</Button>
        </form>
      )}
      <Wrong error={finish.error} />
      {doing === 'send' && (
        <SendDialog
          caseId={recall.case_id} shop={recall.shop_id} others={others} onSent={sent} onClose={() => setDoing(null)}
          begin={{ ...forms[task.id], title, text: t(`recalls.task_text.${task.id}`, { product: recall.name, code: recall.code, batch: recall.batch || '—' }), fields: task.id === 'quality' ? { defect: t(`recalls.reason.${recall.reason}`) } : task.id === 'stock' ? { sku: recall.code, batch: recall.batch } : {}, key: task.key }}
        />
      )}
    </li>
  );
}
