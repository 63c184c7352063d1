import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button, Checkbox, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { isConflict } from '../api/problem';
import type { DisputeClock } from '../api/wire';
import { useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Failure, Loading, sentence } from '../ui/states';
import { clocksQuery, kinds, platforms, saveClocks, useDisputesChanged } from './api';
import { OneOf } from './parts';

const steps = ['answer', 'supplement', 'execute', 'appeal'] as const;
const units = ['hours', 'days', 'workdays'] as const;
const same = (a: DisputeClock, b: DisputeClock) => a.kind === b.kind && a.platform === b.platform && a.step === b.step;
const blank: DisputeClock = { kind: 'gov12315', platform: 'none', step: 'answer', length: 3, unit: 'workdays', confirmed: false, on: true };

/** By when which disputes of a shop have to be answered, and who says so. */
export function Clocks({ shop, mayWrite }: { shop: string; mayWrite: boolean }) {
  const t = useT();
  const { message } = App.useApp();
  const refresh = useDisputesChanged();
  const { data, error, refetch } = useQuery(clocksQuery(shop));
  const [editing, setEditing] = useState<{ clock: DisputeClock; fresh: boolean } | null>(null);
  const own = data?.items.filter((each) => each.own) ?? [];
  const save = useMutation({ mutationFn: (items: DisputeClock[]) => saveClocks(shop, { items, version: data?.version ?? 0 }), onSettled: refresh });
  const reset = (clock: DisputeClock) => save.mutate(own.filter((each) => !same(each, clock)), { onError: (failure) => void message.error(sentence(failure)) });
  const open = (next: typeof editing) => {
    save.reset();
    setEditing(next);
  };
  if (!data) return <div className="page-card">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />}</div>;
  return (
    <div className="page-card">
      <p className="dispute-clocks-hint quiet">{t('dispute.clocks_hint')}{mayWrite && <Button onClick={() => open({ clock: blank, fresh: true })}>{t('dispute.clock_add')}</Button>}</p>
      <table className="list-table">
        <thead><tr><th>{t('dispute.kind')}</th><th>{t('dispute.platform')}</th><th>{t('dispute.step')}</th><th>{t('dispute.length')}</th><th>{t('dispute.source')}</th><th>{t('dispute.used')}</th><th /></tr></thead>
        <tbody>
          {data.items.map((each) => (
            <tr key={`${each.kind}/${each.platform}/${each.step}`} className={each.on ? undefined : 'dispute-off'}>
              <td>{t(`dispute.kind.${each.kind}` as 'dispute.kind.other')}</td>
              <td>{t(`platform.${each.platform}` as 'platform.none')}</td>
              <td>{t(`dispute.step.${each.step}` as 'dispute.step.answer')}</td>
              <td className="dispute-when">{each.length} {t(`dispute.unit.${each.unit}` as 'dispute.unit.hours')}{each.from && <p>{each.from}–{each.to}</p>}</td>
              <td>{each.source}{each.note && <p className="quiet">{each.note}</p>}</td>
              <td className="dispute-when">{t(each.on ? 'dispute.on' : 'dispute.off')}{!each.confirmed && !each.own && <p className="dispute-unconfirmed">{t('dispute.unconfirmed')}</p>}{each.own && <p className="quiet">{t('dispute.own')}</p>}</td>
              <td className="list-acts">
                {mayWrite && <Button size="small" type="link" onClick={() => open({ clock: each, fresh: false })}>{t('act.edit')}</Button>}
                {mayWrite && each.own && <Button size="small" type="link" onClick={() => reset(each)}>{t('dispute.reset')}</Button>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {editing && (
        <ClockDialog
          {...editing} busy={save.isPending} error={save.error} conflict={isConflict(save.error)} onClose={() => setEditing(null)}
          onSave={(clock) => save.mutate([...own.filter((each) => !same(each, clock)), clock], { onSuccess: () => setEditing(null) })}
        />
      )}
    </div>
  );
}

interface DialogProps {
  clock: DisputeClock;
  fresh: boolean;
  busy: boolean;
  error: unknown;
  conflict: boolean;
  onSave(clock: DisputeClock): void;
  onClose(): void;
}

function ClockDialog({ clock, fresh, busy, error, conflict, onSave, onClose }: DialogProps) {
  const t = useT();
  const [draft, setDraft] = useState({ ...clock, from: clock.from ?? '', to: clock.to ?? '', source: clock.source ?? '', note: clock.note ?? '' });
  const fill = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const hours = draft.unit === 'hours';
  return (
    <Dialog
      title={t(fresh ? 'dispute.clock_add' : 'dispute.clock_edit')} ok={t('act.save')} busy={busy} error={error} conflict={conflict} width={600} onClose={onClose}
      onOk={() => onSave({ ...draft, from: hours ? draft.from : '', to: hours ? draft.to : '', own: undefined })}
    >
      {!draft.confirmed && !fresh && !clock.own && <p className="dispute-unconfirmed">{t('dispute.unconfirmed_hint')}</p>}
      <div className="dispute-pair">
        {fresh && <Field label={t('dispute.kind')} required>{(id) => <OneOf id={id} value={draft.kind as (typeof kinds)[number]} all={kinds} name={(each) => t(`dispute.kind.${each}`)} onChange={(kind) => kind && fill({ kind })} />}</Field>}
        {fresh && <Field label={t('dispute.platform')} required>{(id) => <OneOf id={id} value={draft.platform as (typeof platforms)[number]} all={platforms} name={(each) => t(`platform.${each}`)} onChange={(platform) => platform && fill({ platform })} />}</Field>}
        {fresh && <Field label={t('dispute.step')} required>{(id) => <OneOf id={id} value={draft.step as (typeof steps)[number]} all={steps} name={(each) => t(`dispute.step.${each}`)} onChange={(step) => step && fill({ step })} />}</Field>}
        <Field label={t('dispute.length')} required>{(id) => <InputNumber id={id} min={1} max={400} value={draft.length} onChange={(length) => fill({ length: length ?? 1 })} />}</Field>
        <Field label={t('dispute.unit')} required>{(id) => <OneOf id={id} value={draft.unit as (typeof units)[number]} all={units} name={(each) => t(`dispute.unit.${each}`)} onChange={(unit) => unit && fill({ unit })} />}</Field>
        {hours && <Field label={t('dispute.window_from')} hint={t('dispute.window_hint')}>{(id) => <Input id={id} type="time" value={draft.from} onChange={(event) => fill({ from: event.target.value })} />}</Field>}
        {hours && <Field label={t('dispute.window_to')}>{(id) => <Input id={id} type="time" value={draft.to} onChange={(event) => fill({ to: event.target.value })} />}</Field>}
      </div>
      <Field label={t('dispute.source')}>{(id) => <Input id={id} maxLength={200} value={draft.source} onChange={(event) => fill({ source: event.target.value })} />}</Field>
      <Field label={t('dispute.note')}>{(id) => <Input id={id} maxLength={200} value={draft.note} onChange={(event) => fill({ note: event.target.value })} />}</Field>
      <Checkbox checked={draft.on} onChange={(event) => fill({ on: event.target.checked })}>{t('dispute.use')}</Checkbox>
    </Dialog>
  );
}
