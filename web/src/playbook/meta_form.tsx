import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input } from 'antd';
import type { PlaybookForm, PlaybookReport, PlaybookShelf } from '../api/wire';
import { scenarioGroups } from '../complaint/scenarios';
import { tOr, useT } from '../i18n';
import { Condition } from './condition';
import { Both, Many, One } from './fields';
import { Problems } from './problems';
import { severities } from './steps';

interface Props {
  form: PlaybookForm;
  shelf: PlaybookShelf;
  report: PlaybookReport;
  onChange(next: PlaybookForm): void;
}

const scenarios = Object.values(scenarioGroups).flat() as string[];

/** What is not a step: when it comes up, the evidence, the tips. */
export function MetaForm({ form, shelf, report, onChange }: Props) {
  const t = useT();
  const set = (part: Partial<PlaybookForm>) => onChange({ ...form, ...part });
  const goods = shelf.facts.find((each) => each.name === 'goods_kind')?.values ?? [];
  return (
    <section className="settings-part">
      <h2>{t('playbook.whole')}</h2>
      <Problems report={report} step="" />
      <Both label={t('playbook.name')} rows={1} value={form.title} onChange={(title) => set({ title })} />
      <One
        label={t('playbook.scenario')} clear value={form.scenario ?? ''} hint={t('playbook.scenario_hint')} options={scenarios.map((each) => ({ value: each, label: tOr(`scenario.${each}`, each) }))}
        onChange={(scenario) => set(scenario ? { scenario, template: false } : { scenario: '', template: true, words: [], guard: '' })}
      />
      <div className="settings-pair">
        <Many label={t('playbook.severity')} value={form.severity} hint={t('playbook.all_if_empty')} options={severities.map((each) => ({ value: each, label: t(`severity.${each}`) }))} onChange={(severity) => set({ severity })} />
        <Many label={t('playbook.goods')} value={form.goods} hint={t('playbook.all_if_empty')} options={goods.map((each) => ({ value: each.code, label: each.name }))} onChange={(next) => set({ goods: next })} />
      </div>
      {!form.template && (
        <>
          <Many free label={t('playbook.words')} value={form.words} hint={t('playbook.words_hint')} onChange={(words) => set({ words })} />
          <Condition label={t('playbook.guard')} hint={t('playbook.guard_hint')} value={form.guard ?? ''} facts={shelf.facts} onChange={(guard) => set({ guard })} />
        </>
      )}
      <Checklist form={form} onChange={(checklist) => set({ checklist })} />
      <Tips form={form} onChange={(prevention) => set({ prevention })} />
    </section>
  );
}

function Checklist({ form: { checklist }, onChange }: { form: PlaybookForm; onChange(next: PlaybookForm['checklist']): void }) {
  const t = useT();
  const set = (at: number, part: Partial<PlaybookForm['checklist'][number]>) => onChange(checklist.map((each, index) => (index === at ? { ...each, ...part } : each)));
  return (
    <div className="playbook-list">
      <h3>{t('playbook.checklist')}</h3>
      {checklist.map((each, index) => (
        <div key={index}>
          <Input value={each.zh} aria-label={t('playbook.item', { n: index + 1 })} placeholder={t('playbook.zh')} onChange={(event) => set(index, { zh: event.target.value })} />
          <Input value={each.en} aria-label={`${t('playbook.item', { n: index + 1 })} English`} placeholder="English" onChange={(event) => set(index, { en: event.target.value })} />
          <Checkbox checked={each.required ?? false} onChange={(event) => set(index, { required: event.target.checked })}>{t('guide.required')}</Checkbox>
          <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('playbook.remove_item', { n: index + 1 })} onClick={() => onChange(checklist.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...checklist, { id: freeId(checklist), zh: '', en: '' }])}>{t('playbook.add_item')}</Button>
    </div>
  );
}

function freeId(checklist: PlaybookForm['checklist']): string {
  let n = 1;
  while (checklist.some((each) => each.id === `item_${n}`)) n++;
  return `item_${n}`;
}

function Tips({ form: { prevention }, onChange }: { form: PlaybookForm; onChange(next: PlaybookForm['prevention']): void }) {
  const t = useT();
  return (
    <div className="playbook-list">
      <h3>{t('guide.tip')}</h3>
      {prevention.map((each, index) => (
        <div key={index}>
          <Input.TextArea autoSize value={each.zh} aria-label={t('playbook.tip_n', { n: index + 1 })} placeholder={t('playbook.zh')} onChange={(event) => onChange(prevention.map((tip, at) => (at === index ? { ...tip, zh: event.target.value } : tip)))} />
          <Input.TextArea autoSize value={each.en} aria-label={`${t('playbook.tip_n', { n: index + 1 })} English`} placeholder="English" onChange={(event) => onChange(prevention.map((tip, at) => (at === index ? { ...tip, en: event.target.value } : tip)))} />
          <Button type="text" size="small" icon={<DeleteOutlined />} aria-label={t('playbook.remove_item', { n: index + 1 })} onClick={() => onChange(prevention.filter((_, at) => at !== index))} />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...prevention, { zh: '', en: '' }])}>{t('playbook.add_tip')}</Button>
    </div>
  );
}
