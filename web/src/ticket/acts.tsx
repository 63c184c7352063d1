import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { besides, fieldsOf, isConflict } from '../api/problem';
import type { Ticket } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { sentence } from '../ui/states';
import { finish, keys, remind, resend, step, type Step } from './api';
import { filledOf, FormFields, type Values } from './fields';
import { DepartmentSelect, MinutesField, Words } from './send_dialog';
import { isSettled, isWorked } from './state';

/** What one wants to do with a ticket that takes words. */
export type Doing = 'pause' | 'report' | 'hand-back' | 'withdraw' | 'finish' | 'resend';

/** After anything that was done, or that somebody else was faster with. */
export function useTicketsChanged(): () => Promise<void> {
  const cache = useQueryClient();
  return () => cache.invalidateQueries({ queryKey: keys.all });
}

interface Props {
  ticket: Ticket;
  size?: 'small';
  /** Beside a case: what the department does is done from its own page. */
  sending?: boolean;
  /** What else is to be fetched anew. */
  onChanged?(): void;
}

/** The buttons for what may be done with a ticket now, by who looks at it. */
export function TicketActs({ ticket, size, sending, onChanged }: Props) {
  const t = useT();
  const me = useMe();
  const { message } = App.useApp();
  const [doing, setDoing] = useState<Doing | null>(null);
  const refresh = useTicketsChanged();
  const changed = async () => {
    await refresh();
    onChanged?.();
  };
  const fail = (error: unknown) => {
    void message.error(sentence(error));
    if (isConflict(error)) void changed();
  };
  const take = useMutation({ mutationFn: (what: Step) => step(ticket, what), onSuccess: changed, onError: fail });
  const ask = useMutation({ mutationFn: () => remind(ticket.id), onSuccess: () => message.success(t('ticket.reminded')), onError: fail });
  const may = (permission: string) => mayIn(me, ticket.shop_id, permission);
  const works = may('ticket.work') && isWorked(ticket) && (!sending || ticket.worker?.id === me.id);
  const resumes = may('ticket.work') && ticket.state === 'waiting_buyer';
  const runs = ticket.state === 'open' || ticket.state === 'taken';
  const button = (label: string, onClick: () => void, primary = false) => <Button size={size} type={primary ? 'primary' : 'default'} ghost={primary && size === 'small'} loading={primary && take.isPending} onClick={onClick}>{label}</Button>;
  return (
    <div className="ticket-acts">
      {works && runs && ticket.worker?.id !== me.id && button(t(ticket.worker ? 'ticket.take_over' : 'ticket.take'), () => take.mutate('take'), !ticket.worker)}
      {resumes && button(t('ticket.resume'), () => take.mutate('resume'), true)}
      {works && button(t('ticket.finish'), () => setDoing('finish'), ticket.worker?.id === me.id && runs)}
      {works && runs && button(t('ticket.pause'), () => setDoing('pause'))}
      {works && button(t('ticket.report'), () => setDoing('report'))}
      {works && button(t('ticket.hand_back'), () => setDoing('hand-back'))}
      {may('ticket.write') && ticket.state === 'handed_back' && button(t('ticket.resend'), () => setDoing('resend'), true)}
      {may('ticket.write') && runs && button(t('ticket.remind'), () => ask.mutate())}
      {may('ticket.write') && !isSettled(ticket) && button(t('ticket.withdraw'), () => setDoing('withdraw'))}
      {doing === 'finish' && <FinishDialog ticket={ticket} onChanged={changed} onClose={() => setDoing(null)} />}
      {doing === 'resend' && <ResendDialog ticket={ticket} onChanged={changed} onClose={() => setDoing(null)} />}
      {(doing === 'pause' || doing === 'report' || doing === 'hand-back' || doing === 'withdraw') && <NoteDialog what={doing} ticket={ticket} onChanged={changed} onClose={() => setDoing(null)} />}
    </div>
  );
}

interface DialogProps {
  ticket: Ticket;
  onChanged(): Promise<void>;
  onClose(): void;
}

/** After a conflict the newer state is fetched, while the dialog stays open. */
function useStep(run: () => Promise<Ticket>, { onChanged, onClose }: DialogProps) {
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      await onChanged();
      onClose();
    },
    onError: (error) => isConflict(error) && void onChanged(),
  });
}

const words = { pause: 'ticket.pause', report: 'ticket.report', 'hand-back': 'ticket.hand_back', withdraw: 'ticket.withdraw' } as const;

function NoteDialog({ what, ...props }: DialogProps & { what: keyof typeof words }) {
  const t = useT();
  const [note, setNote] = useState('');
  const save = useStep(() => step(props.ticket, what, note), props);
  const errors = fieldsOf(save.error);
  const error = errors.note ?? errors.reason ?? errors.text;
  return (
    <Dialog title={t(words[what])} ok={t(words[what])} busy={save.isPending} error={besides(save.error, (field) => field === 'note' || field === 'reason' || field === 'text')} onOk={() => save.mutate()} onClose={props.onClose}>
      <blockquote className="quoted">{props.ticket.title}</blockquote>
      <Field label={t(`${words[what]}_note`)} required error={error} hint={t(`${words[what]}_hint`)}>
        {(id) => <Input.TextArea id={id} autoFocus value={note} maxLength={500} autoSize={{ minRows: 2, maxRows: 5 }} onChange={(event) => setNote(event.target.value)} />}
      </Field>
    </Dialog>
  );
}

function FinishDialog(props: DialogProps) {
  const t = useT();
  const { ticket } = props;
  const [result, setResult] = useState('');
  const [fields, setFields] = useState<Values>({});
  const save = useStep(() => finish(ticket, result, filledOf(ticket.form, 'result', fields)), props);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('ticket.finish')} ok={t('ticket.finish_ok')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} width={520} onOk={() => save.mutate()} onClose={props.onClose}>
      <blockquote className="quoted">{ticket.title}</blockquote>
      <FormFields form={ticket.form} when="result" values={fields} errors={errors} onValues={setFields} />
      <Field label={t('ticket.result')} required error={errors.result} hint={t('ticket.result_hint')}>
        {(id) => <Input.TextArea id={id} value={result} maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => setResult(event.target.value)} />}
      </Field>
    </Dialog>
  );
}

function ResendDialog(props: DialogProps) {
  const t = useT();
  const { ticket } = props;
  const [draft, setDraft] = useState({ department_id: ticket.department.id, title: ticket.title, text: ticket.text, public_text: ticket.public_text, minutes: ticket.minutes });
  const save = useStep(() => resend(ticket, draft), props);
  const errors = fieldsOf(save.error);
  return (
    <Dialog title={t('ticket.resend')} ok={t('ticket.resend')} busy={save.isPending} error={besides(save.error, (field) => field in errors)} width={600} onOk={() => save.mutate()} onClose={props.onClose}>
      <p className="ticket-note">{t('ticket.handed_back_why', { note: ticket.note })}</p>
      <div className="settings-pair">
        <DepartmentSelect shop={ticket.shop_id} value={draft.department_id} error={errors.department_id} onChange={(department_id) => setDraft({ ...draft, department_id })} />
        <MinutesField value={draft.minutes} error={errors.minutes} onChange={(minutes) => setDraft({ ...draft, minutes })} />
      </div>
      <Words draft={draft} errors={errors} onFill={(part) => setDraft({ ...draft, ...part })} />
    </Dialog>
  );
}
