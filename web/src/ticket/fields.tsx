import { Input, Select } from 'antd';
import type { TicketField } from '../api/wire';
import { Field } from '../ui/field';

export type Values = Record<string, string>;

interface Props {
  form: TicketField[];
  when: TicketField['when'];
  values: Values;
  errors: Record<string, string>;
  onValues(values: Values): void;
}

/** The part of a form that is filled in at one time. */
export function FormFields({ form, when, values, errors, onValues }: Props) {
  return form.filter((each) => each.when === when).map((field) => (
    <Field key={field.id} label={field.name} required={field.required} error={errors[`fields.${field.id}`] ?? errors[`body.fields.${field.id}`]}>
      {(id) => <Control id={id} field={field} value={values[field.id] ?? ''} onValue={(value) => onValues({ ...values, [field.id]: value })} />}
    </Field>
  ));
}

/** What was filled in, without what belongs to another time or was left empty. */
export function filledOf(form: TicketField[], when: TicketField['when'], values: Values): Values {
  const asked = form.filter((each) => each.when === when && values[each.id]?.trim());
  return Object.fromEntries(asked.map((each) => [each.id, values[each.id]!.trim()]));
}

interface ControlProps {
  id: string;
  field: TicketField;
  value: string;
  onValue(value: string): void;
}

function Control({ id, field, value, onValue }: ControlProps) {
  if (field.kind === 'choice') {
    return (
      <Select
        id={id} allowClear={!field.required} value={value || undefined} options={(field.options ?? []).map((each) => ({ value: each, label: each }))}
        onChange={(next?: string) => onValue(next ?? '')}
      />
    );
  }
  const type = field.kind === 'date' ? 'date' : 'text';
  return (
    <Input
      id={id} type={type} inputMode={field.kind === 'number' ? 'decimal' : undefined} maxLength={500} value={value} autoComplete="off"
      onChange={(event) => onValue(event.target.value)}
    />
  );
}

/** What was filled in, to read. */
export function FilledIn({ form, values }: { form: TicketField[]; values: Values }) {
  const shown = form.filter((each) => values[each.id]);
  if (shown.length === 0) return null;
  return <dl className="ticket-fields">{shown.map((each) => <div key={each.id}><dt>{each.name}</dt><dd>{values[each.id]}</dd></div>)}</dl>;
}
