import { useMutation, useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import { besides, fieldsOf } from '../api/problem';
import type { Department, Ticket, TicketType } from '../api/wire';
import { useT } from '../i18n';
import { departmentsQuery } from '../identity/people_api';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { send, typesQuery } from './api';
import { filledOf, FormFields, type Values } from './fields';
import { isSettled } from './state';

interface Draft {
  type: string;
  department?: string;
  title: string;
  text: string;
  /** Undefined as long as those of the type stand. */
  publicText?: string;
  minutes?: number;
  after?: string;
  fields: Values;
  key: string;
}

const blank = (): Draft => ({ type: '', title: '', text: '', fields: {}, key: newKey() });

/** What a ticket begins with; a key that is given stays the same whatever is changed, so that it is made once. */
export interface Begin {
  type: string;
  department?: string;
  /** Of the department that it goes to as long as none is chosen. */
  departmentKind?: Department['kind'];
  title: string;
  text: string;
  publicText?: string;
  fields?: Values;
  key?: string;
}

interface Props {
  caseId: string;
  shop: string;
  /** The tickets that the case has, one of which may have to be settled first. */
  others: Ticket[];
  begin?: Begin;
  onSent(made: Ticket): void;
  onClose(): void;
}

/** Hands work of a case to a department. What was typed stays while the server refuses it. */
export function SendDialog({ caseId, shop, others, begin, onSent, onClose }: Props) {
  const t = useT();
  const types = useQuery(typesQuery(shop)).data?.items ?? [];
  const departments = useQuery(departmentsQuery(shop)).data?.items ?? [];
  const [draft, setDraft] = useState((): Draft => ({ ...blank(), ...begin }));
  const fill = (part: Partial<Draft>) => setDraft({ ...draft, ...part, key: begin?.key ?? newKey() });
  const department = draft.department ?? departments.find((each) => begin?.departmentKind && each.kind === begin.departmentKind)?.id;
  const kind = types.find((each) => each.id === draft.type) ?? types[0];
  const save = useMutation({
    mutationFn: () => send(caseId, {
      type_id: kind?.id ?? '', department_id: department ?? '', title: draft.title, text: draft.text,
      public_text: draft.publicText ?? kind?.public_text ?? '', minutes: draft.minutes ?? kind?.minutes, after_id: draft.after,
      fields: filledOf(kind?.form ?? [], 'sending', draft.fields),
    }, draft.key),
    onSuccess: (made) => {
      onSent(made);
      onClose();
    },
  });
  const errors = fieldsOf(save.error);
  const rest = besides(save.error, (field) => field in errors);
  return (
    <Dialog title={t('ticket.send_title')} ok={t('ticket.send_ok')} busy={save.isPending} error={rest} width={600} onOk={() => save.mutate()} onClose={onClose}>
      <Kinds types={types} kind={kind} onKind={(type) => fill({ type, fields: {}, publicText: undefined, minutes: undefined })} />
      <div className="settings-pair">
        <DepartmentSelect shop={shop} value={department} error={errors.department_id} onChange={(department) => fill({ department })} />
        <MinutesField value={draft.minutes ?? kind?.minutes} error={errors.minutes} onChange={(minutes) => fill({ minutes })} />
      </div>
      <Words draft={{ title: draft.title, text: draft.text, public_text: draft.publicText ?? kind?.public_text ?? '' }} errors={errors} onFill={({ public_text: publicText, ...words }) => fill({ ...words, ...(publicText !== undefined && { publicText }) })} />
      <FormFields form={kind?.form ?? []} when="sending" values={draft.fields} errors={errors} onValues={(fields) => fill({ fields })} />
      <After others={others} value={draft.after} onChange={(after) => fill({ after })} />
    </Dialog>
  );
}

function Kinds({ types, kind, onKind }: { types: TicketType[]; kind?: TicketType; onKind(id: string): void }) {
  const t = useT();
  return (
    <div className="quick" role="group" aria-label={t('ticket.type')}>
      {types.map((each) => <button key={each.id} type="button" aria-pressed={each.id === kind?.id} onClick={() => onKind(each.id)}>{each.name}</button>)}
    </div>
  );
}

export function DepartmentSelect({ shop, value, error, onChange }: { shop: string; value?: string; error?: string; onChange(id: string): void }) {
  const t = useT();
  const departments = useQuery(departmentsQuery(shop)).data?.items ?? [];
  return (
    <Field label={t('ticket.department')} required error={error}>
      {(id) => <Select id={id} value={value} placeholder={t('ticket.department_choose')} options={departments.map((each) => ({ value: each.id, label: each.name }))} onChange={onChange} />}
    </Field>
  );
}

export function MinutesField({ value, error, onChange }: { value?: number; error?: string; onChange(minutes: number): void }) {
  const t = useT();
  return (
    <Field label={t('ticket.minutes')} required error={error} hint={t('ticket.minutes_hint')}>
      {(id) => <InputNumber id={id} className="limit" min={5} precision={0} value={value} suffix={t('ticket.minutes_unit')} onChange={(next) => next !== null && onChange(next)} />}
    </Field>
  );
}

interface Said {
  title: string;
  text: string;
  public_text: string;
}

interface WordsProps {
  draft: Said;
  errors: Record<string, string>;
  onFill(part: Partial<Said>): void;
}

/** What the department is to do, and, apart from it, what the buyer is told. */
export function Words({ draft, errors, onFill }: WordsProps) {
  const t = useT();
  return (
    <>
      <Field label={t('ticket.title')} required error={errors.title}>
        {(id) => <Input id={id} autoFocus value={draft.title} maxLength={80} autoComplete="off" onChange={(event) => onFill({ title: event.target.value })} />}
      </Field>
      <Field label={t('ticket.text')} error={errors.text} hint={t('ticket.text_hint')}>
        {(id) => <Input.TextArea id={id} value={draft.text} maxLength={1000} autoSize={{ minRows: 2, maxRows: 6 }} onChange={(event) => onFill({ text: event.target.value })} />}
      </Field>
      <Field label={t('ticket.public_text')} error={errors.public_text} hint={t('ticket.public_hint')}>
        {(id) => <Input id={id} value={draft.public_text} maxLength={200} autoComplete="off" onChange={(event) => onFill({ public_text: event.target.value })} />}
      </Field>
    </>
  );
}

function After({ others, value, onChange }: { others: Ticket[]; value?: string; onChange(id?: string): void }) {
  const t = useT();
  const open = others.filter((each) => !isSettled(each));
  if (open.length === 0) return null;
  return (
    <Field label={t('ticket.after')}>
      {(id) => (
        <Select
          id={id} allowClear value={value} placeholder={t('ticket.after_none')} options={open.map((each) => ({ value: each.id, label: `${each.department.name} · ${each.title}` }))}
          onChange={(next?: string) => onChange(next)}
        />
      )}
    </Field>
  );
}
