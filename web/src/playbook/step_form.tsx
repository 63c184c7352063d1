import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Dropdown } from 'antd';
import type { PlaybookForm, PlaybookReport, PlaybookShelf, PlaybookStep } from '../api/wire';
import { tOr, useT } from '../i18n';
import { own } from './api';
import { Condition } from './condition';
import { Both, Line, Many, One } from './fields';
import { Problems } from './problems';
import { acts, after, asKind, departments, kinds, roles, stages, tickets } from './steps';

interface Props {
  form: PlaybookForm;
  step: PlaybookStep;
  shelf: PlaybookShelf;
  report: PlaybookReport;
  edits: boolean;
  onChange(next: PlaybookStep): void;
  onMove(by: -1 | 1): void;
  onRemove(): void;
  onAdd(kind: string): void;
}

/** One step: what it does, what it says, when it is taken and where it leads. */
export function StepForm(props: Props) {
  const t = useT();
  const { step, report, onChange } = props;
  const set = (part: Partial<PlaybookStep>) => onChange({ ...step, ...part });
  return (
    <section className="settings-part">
      <h2>{tOr(`guide.kind.${step.kind}`, step.kind)} <code className="quiet">{step.id}</code> <Acts {...props} /></h2>
      <Problems report={report} step={step.id} />
      <div className="settings-pair">
        <One label={t('playbook.kind')} value={step.kind} options={kinds.map((each) => ({ value: each, label: t(`guide.kind.${each}`) }))} onChange={(kind) => onChange(asKind(step, kind))} />
        <One label={t('playbook.stage')} value={step.stage} options={stages.map((each) => ({ value: each, label: t(`stage.${each}`) }))} onChange={(stage) => set({ stage })} />
      </div>
      <Kind {...props} set={set} />
      <Checkbox checked={step.required ?? false} onChange={(event) => set({ required: event.target.checked })}>{t('playbook.required')}</Checkbox>
      <Way {...props} set={set} />
    </section>
  );
}

function Acts({ edits, onMove, onRemove, onAdd }: Props) {
  const t = useT();
  if (!edits) return null;
  return (
    <span className="list-acts playbook-acts">
      <Button size="small" type="text" icon={<ArrowUpOutlined />} aria-label={t('playbook.up')} onClick={() => onMove(-1)} />
      <Button size="small" type="text" icon={<ArrowDownOutlined />} aria-label={t('playbook.down')} onClick={() => onMove(1)} />
      <Dropdown trigger={['click']} menu={{ items: kinds.map((each) => ({ key: each, label: t(`guide.kind.${each}`), onClick: () => onAdd(each) })) }}>
        <Button size="small" type="text" icon={<PlusOutlined />}>{t('playbook.add_after')}</Button>
      </Dropdown>
      <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('playbook.remove_step')} onClick={onRemove} />
    </span>
  );
}

type Setting = Props & { set(part: Partial<PlaybookStep>): void };

/** What a kind of step has to say. */
function Kind(props: Setting) {
  const t = useT();
  const { form, step, shelf, set } = props;
  const text = <Both label={t(forBuyer(step.kind) ? 'playbook.says' : 'playbook.tells')} value={step.text} hint={step.kind === 'ask' ? t('playbook.own_question') : undefined} onChange={(next) => set({ text: next })} />;
  switch (step.kind) {
    case 'say':
      return <><One label={t('playbook.act')} value={step.act ?? ''} options={acts.map((each) => ({ value: each, label: t(`guide.act.${each}`) }))} onChange={(act) => set({ act })} />{text}</>;
    case 'ask':
      return (
        <>
          <One label={t('playbook.fact')} value={step.fact ?? ''} options={shelf.facts.map((each) => ({ value: each.name, label: `${own(each.title)} · ${each.name}` }))} onChange={(fact) => set({ fact })} />
          <Checkbox checked={step.open ?? false} onChange={(event) => set({ open: event.target.checked })}>{t('playbook.open')}</Checkbox>
          {text}
        </>
      );
    case 'decide':
      return <>{text}<Many label={t('playbook.remedies')} hint={t('playbook.remedies_hint')} value={step.remedies ?? []} options={shelf.remedies.map((each) => ({ value: each, label: tOr(`guide.remedy.${each}`, each) }))} onChange={(remedies) => set({ remedies })} /></>;
    case 'evidence':
      return <>{text}<Many label={t('playbook.items')} value={step.items ?? []} options={form.checklist.map((each) => ({ value: each.id, label: own(each) || each.id }))} onChange={(items) => set({ items })} /></>;
    case 'ticket':
      return <Ticket {...props} text={text} />;
    case 'commit':
      return <>{text}<Line label={t('playbook.due')} hint={t('playbook.due_hint', { due: '{due}' })} value={step.due ?? ''} onChange={(due) => set({ due })} /></>;
    case 'approve': case 'handoff':
      return <>{text}<One label={t('playbook.to')} value={step.to ?? ''} options={roles.map((each) => ({ value: each, label: t(`playbook.role.${each}`) }))} onChange={(to) => set({ to })} /></>;
    default:
      return text;
  }
}

const forBuyer = (kind: string) => kind === 'say' || kind === 'ask' || kind === 'commit';

function Ticket({ step, text, set }: Setting & { text: React.ReactNode }) {
  const t = useT();
  return (
    <>
      <div className="settings-pair">
        <One label={t('ticket.department')} value={step.department ?? ''} options={departments.map((each) => ({ value: each, label: t(`guide.department.${each}`) }))} onChange={(department) => set({ department })} />
        <One label={t('ticket.type')} value={step.type ?? ''} options={tickets.map((each) => ({ value: each, label: t(`playbook.ticket.${each}`) }))} onChange={(type) => set({ type })} />
      </div>
      {text}
      <Both label={t('ticket.public_text')} rows={1} value={step.public} onChange={(next) => set({ public: next })} />
    </>
  );
}

/** When a step is taken, and where it leads. */
function Way({ form, step, shelf, set }: Setting) {
  const t = useT();
  const later = after(form, step.id).map((each) => ({ value: each.id, label: `${tOr(`guide.kind.${each.kind}`, each.kind)} · ${own(each.text).slice(0, 24) || each.id}` }));
  const branches = step.branches ?? [];
  return (
    <details className="playbook-way" open={!!step.when || branches.length > 0 || !!step.go}>
      <summary>{t('playbook.way')}</summary>
      <Condition label={t('playbook.when')} value={step.when ?? ''} facts={shelf.facts} onChange={(when) => set({ when })} />
      {step.kind !== 'close' && (
        <>
          {branches.map((each, index) => (
            <div key={index} className="playbook-branch">
              <Condition label={t('playbook.branch', { n: index + 1 })} value={each.if} facts={shelf.facts} onChange={(next) => set({ branches: branches.map((one, at) => (at === index ? { ...one, if: next } : one)) })} />
              <One label={t('playbook.branch_to')} value={each.step} options={later} onChange={(next) => set({ branches: branches.map((one, at) => (at === index ? { ...one, step: next } : one)) })} />
              <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('playbook.remove_branch', { n: index + 1 })} onClick={() => set({ branches: branches.filter((_, at) => at !== index) })} />
            </div>
          ))}
          <Button size="small" icon={<PlusOutlined />} onClick={() => set({ branches: [...branches, { if: '', step: later[0]?.value ?? '' }] })}>{t('playbook.add_branch')}</Button>
          <One label={t('playbook.go')} clear hint={t('playbook.go_hint')} value={step.go ?? ''} options={later} onChange={(go) => set({ go })} />
        </>
      )}
    </details>
  );
}
