import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { newKey } from '../api/client';
import type { HeardSense } from '../api/wire';
import { scenarioGroups } from '../complaint/scenarios';
import { risks } from '../conversation/filter';
import { tOr, useT } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { correct } from './api';
import { kinds, nameable, senseWords, sent, typed, type Fix } from './fix';
import { heardKey } from './keys';

interface Props {
  conversation: string;
  fix: Fix;
  onClose(): void;
}

/** Says what words mean, other than was heard. */
export default function FixDialog({ conversation, fix, onClose }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const [right, setRight] = useState<HeardSense>({ ...fix.heard, value: typed(fix.heard) });
  const [key] = useState(newKey);
  const save = useMutation({
    mutationFn: () => correct(conversation, fix, { ...right, value: fix.what === 'fact' ? sent(right.type, right.value ?? '') : undefined }, key),
    onSuccess: onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: heardKey(conversation) }),
  });
  const props = { right, onRight: setRight };
  return (
    <Dialog title={t('heard.fix.title')} ok={t('heard.fix.ok')} width={420} busy={save.isPending} error={save.error} onOk={() => save.mutate()} onClose={onClose}>
      <p className="heard-fixing">{t('heard.fix.heard', { what: senseWords(fix.what, fix.heard) })}</p>
      {fix.what === 'fact' && <FactFields {...props} />}
      {fix.what === 'scenario' && <ScenarioField {...props} />}
      {fix.what === 'emotion' && <EmotionFields {...props} />}
      {fix.what === 'risk' && <RiskFields {...props} />}
      <p className="heard-fixing-hint">{t('heard.fix.hint')}</p>
    </Dialog>
  );
}

interface Part {
  right: HeardSense;
  onRight(right: HeardSense): void;
}

function FactFields({ right, onRight }: Part) {
  const t = useT();
  const own = right.type && !nameable.some((each) => each === right.type) ? [right.type] : [];
  const options = [...nameable, ...own].map((each) => ({ value: each, label: tOr(`fact.${each}`, each) }));
  return (
    <>
      <Field label={t('heard.fix.it_is')}>
        {(id) => <Select id={id} value={right.type} options={[{ value: '', label: t('heard.fix.nothing') }, ...options]} onChange={(type: string) => onRight({ ...right, type })} />}
      </Field>
      {right.type && (
        <Field label={t('heard.fix.value')} hint={right.type === 'date' ? t('heard.fix.date_hint') : right.type === 'amount' ? t('heard.fix.amount_hint') : undefined}>
          {(id) => <Input id={id} maxLength={100} value={right.value} onChange={(event) => onRight({ ...right, value: event.target.value })} />}
        </Field>
      )}
    </>
  );
}

function ScenarioField({ right, onRight }: Part) {
  const t = useT();
  const groups = Object.values(scenarioGroups).flat().map((each) => ({ value: each as string, label: tOr(`scenario.${each}`, each) }));
  return (
    <Field label={t('heard.fix.it_is')}>
      {(id) => (
        <Select
          id={id} showSearch optionFilterProp="label" value={right.type} onChange={(type: string) => onRight({ type })}
          options={[{ value: '', label: t('heard.fix.no_scenario') }, ...groups]}
        />
      )}
    </Field>
  );
}

function EmotionFields({ right, onRight }: Part) {
  const t = useT();
  const level = right.level ?? 0;
  return (
    <>
      <Field label={t('heard.fix.it_is')}>
        {(id) => <Select id={id} value={right.type} options={kinds.map((each) => ({ value: each, label: t(`emotion.${each}`) }))} onChange={(type) => onRight({ type, level: type === 'calm' ? 0 : Math.max(1, level) })} />}
      </Field>
      <Field label={t('heard.fix.level')}>
        {(id) => <Radio.Group id={id} optionType="button" value={level} options={[0, 1, 2, 3, 4].map((each) => ({ value: each, label: String(each) }))} onChange={(event) => onRight({ ...right, level: event.target.value as number })} />}
      </Field>
    </>
  );
}

function RiskFields({ right, onRight }: Part) {
  const t = useT();
  return (
    <>
      <Field label={t('heard.fix.it_is')}>
        {(id) => (
          <Select
            id={id} value={right.type} onChange={(type: string) => onRight({ ...right, type })}
            options={[{ value: '', label: t('heard.fix.no_risk') }, ...risks.map((each) => ({ value: each as string, label: t(`risk.${each}`) }))]}
          />
        )}
      </Field>
      {right.type && (
        <Radio.Group
          value={right.under_way ?? false} onChange={(event) => onRight({ ...right, under_way: event.target.value as boolean })}
          options={[{ value: false, label: t('heard.fix.threat') }, { value: true, label: t('heard.fix.done') }]}
        />
      )}
    </>
  );
}
