import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState, type FormEvent } from 'react';
import { useChange } from '../api/change';
import type { TicketField, TicketType } from '../api/wire';
import { useT } from '../i18n';
import { Failure, Loading } from '../ui/states';
import { Problem } from '../ui/problem';
import { keys, saveTypes, typesQuery } from './api';
import './ticket.css';

const short = () => Math.random().toString(36).slice(2, 10);
const newField = (): TicketField => ({ id: `f${short()}`, name: '', kind: 'text', when: 'result', required: false });
const newType = (): TicketType => ({ id: `t${short()}`, name: '', public_text: '', minutes: 240, remind: 20, form: [] });

/** Which tickets a shop sends, and what is asked in each. */
export function TicketTypesPart({ shop }: { shop: string }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const { data, error, refetch } = useQuery(typesQuery(shop));
  const [typed, setTyped] = useState<TicketType[] | null>(null);
  const [life, setLife] = useState<{ link_hours?: number; link_days?: number }>({});
  const save = useChange({
    save: () => saveTypes(shop, { link_hours: data!.link_hours, link_days: data!.link_days, ...life, items: typed ?? data!.items, version: data!.version }),
    saved: async () => {
      await cache.invalidateQueries({ queryKey: keys.types(shop) });
      setTyped(null);
      setLife({});
      void message.success(t('ticket_types.saved'));
    },
    refresh: () => refetch(),
  });
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />;
  const list = typed ?? data.items;
  const changed = typed !== null || Object.keys(life).length > 0;
  const change = (index: number, part: Partial<TicketType>) => setTyped(list.map((each, at) => (at === index ? { ...each, ...part } : each)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={t('shops.part.tickets')}>
      <section className="settings-part">
        <h2>{t('shops.part.tickets')}</h2>
        <p className="quiet">{t('ticket_types.hint')}</p>
        <div className="ticket-types">
          {list.map((each, index) => <OneType key={each.id} type={each} onChange={(part) => change(index, part)} onRemove={() => setTyped(list.filter((_, at) => at !== index))} />)}
          <div><Button icon={<PlusOutlined />} onClick={() => setTyped([...list, newType()])}>{t('ticket_types.add')}</Button></div>
        </div>
      </section>
      <section className="settings-part ticket-life">
        <h2>{t('ticket_types.links')}</h2>
        <p className="quiet">{t('ticket_types.links_hint')}</p>
        <label>{t('ticket_types.link_hours')}<InputNumber className="limit" min={1} max={168} precision={0} value={life.link_hours ?? data.link_hours} suffix={t('ticket_types.hours_unit')} onChange={(hours) => hours !== null && setLife({ ...life, link_hours: hours })} /></label>
        <label>{t('ticket_types.link_days')}<InputNumber className="limit" min={1} max={7} precision={0} value={life.link_days ?? data.link_days} suffix={t('ticket_types.days_unit')} onChange={(days) => days !== null && setLife({ ...life, link_days: days })} /></label>
      </section>
      {changed && (
        <div className="settings-save">
          <Problem error={save.error} conflict={save.conflict} />
          <span className="grow" />
          <Button onClick={() => (setTyped(null), setLife({}))}>{t('act.undo')}</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending}>{t('act.save')}</Button>
        </div>
      )}
    </form>
  );
}

interface OneProps {
  type: TicketType;
  onChange(part: Partial<TicketType>): void;
  onRemove(): void;
}

function OneType({ type, onChange, onRemove }: OneProps) {
  const t = useT();
  const of = type.name || t('ticket_types.new');
  const field = (index: number, part: Partial<TicketField>) => onChange({ form: type.form.map((each, at) => (at === index ? { ...each, ...part } : each)) });
  return (
    <fieldset className="ticket-type" aria-label={of}>
      <div className="ticket-type-head">
        <label>{t('ticket_types.name')}<Input value={type.name} maxLength={30} onChange={(event) => onChange({ name: event.target.value })} /></label>
        <label>{t('ticket.minutes')}<InputNumber className="limit" min={5} precision={0} value={type.minutes} suffix={t('ticket.minutes_unit')} onChange={(minutes) => minutes !== null && onChange({ minutes })} /></label>
        <label>{t('ticket_types.remind')}<InputNumber className="limit" min={0} max={90} precision={0} value={type.remind ?? 0} suffix="%" onChange={(remind) => remind !== null && onChange({ remind })} /></label>
        <label>{t('ticket.public_text')}<Input value={type.public_text} maxLength={200} onChange={(event) => onChange({ public_text: event.target.value })} /></label>
        <Button type="text" icon={<DeleteOutlined />} aria-label={t('ticket_types.remove', { name: of })} onClick={onRemove} />
      </div>
      {type.form.map((each, index) => <OneField key={each.id} field={each} onChange={(part) => field(index, part)} onRemove={() => onChange({ form: type.form.filter((_, at) => at !== index) })} />)}
      <Button type="link" size="small" icon={<PlusOutlined />} onClick={() => onChange({ form: [...type.form, newField()] })}>{t('ticket_types.add_field')}</Button>
    </fieldset>
  );
}

function OneField({ field, onChange, onRemove }: { field: TicketField; onChange(part: Partial<TicketField>): void; onRemove(): void }) {
  const t = useT();
  const of = field.name || t('ticket_types.new_field');
  const kinds = (['text', 'choice', 'number', 'date'] as const).map((value) => ({ value, label: t(`ticket_types.kind.${value}`) }));
  const whens = (['sending', 'result'] as const).map((value) => ({ value, label: t(`ticket_types.when.${value}`) }));
  return (
    <div className="ticket-type-field">
      <Input aria-label={t('ticket_types.field_name')} value={field.name} maxLength={30} placeholder={t('ticket_types.field_name')} onChange={(event) => onChange({ name: event.target.value })} />
      <Select aria-label={t('ticket_types.kind')} value={field.kind} options={kinds} onChange={(kind) => onChange({ kind, options: kind === 'choice' ? (field.options ?? []) : undefined })} />
      <Select aria-label={t('ticket_types.when')} value={field.when} options={whens} onChange={(when) => onChange({ when })} />
      {field.kind === 'choice'
        ? <Select mode="tags" aria-label={t('ticket_types.options')} placeholder={t('ticket_types.options')} open={false} suffixIcon={null} tokenSeparators={[',', '\uff0c', '\u3001']} value={field.options ?? []} onChange={(options: string[]) => onChange({ options })} />
        : <span />}
      <Checkbox checked={field.required} onChange={(event) => onChange({ required: event.target.checked })}>{t('ticket_types.required')}</Checkbox>
      <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('ticket_types.remove', { name: of })} onClick={onRemove} />
    </div>
  );
}
