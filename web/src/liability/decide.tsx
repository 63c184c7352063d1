import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { fieldsOf, isConflict } from '../api/problem';
import type { Case, Evidence, Liability, LiabilityFinding } from '../api/wire';
import { scenarioGroups, type Group } from '../complaint/scenarios';
import { keys } from '../evidence/keys';
import { Thumb } from '../evidence/thumbs';
import { t as sentenceOf, tOr } from '../i18n';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { decide, type Deciding } from './api';
import { newest, parties, standing, useT, type Party } from './words';

interface Props {
  complaint: Case;
  liability: Liability;
  onClose(): void;
}

/** Sends a decision on what was seen; who was told that somebody was faster has seen what is there now. */
function useDeciding(complaint: Case, { findings }: Liability, onDone: () => void) {
  const cache = useQueryClient();
  const save = useMutation({
    mutationFn: (body: Deciding) => decide(complaint.id, body),
    onSuccess: onDone,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.all }),
  });
  return { save, press: (body: Deciding) => save.mutate(isConflict(save.error) ? { ...body, n: newest(findings, body.issue) } : body) };
}

/** Says who is responsible for an issue. */
export function DecideDialog({ complaint, liability, evidence, begin, onClose }: Props & { evidence?: Evidence; begin: string }) {
  const t = useT();
  const [draft, setDraft] = useState(() => draftOf(liability, begin));
  const { save, press } = useDeciding(complaint, liability, onClose);
  const errors = fieldsOf(save.error);
  const held = standing(liability.findings).find(({ issue }) => issue === draft.issue);
  const items = evidence?.items ?? [];
  const cite = (id: string) => setDraft({ ...draft, items: draft.items.includes(id) ? draft.items.filter((each) => each !== id) : [...draft.items, id] });
  return (
    <Dialog
      title={t('liability.decide_title')} ok={t('liability.save')} width={620} busy={save.isPending} error={save.error} conflict={isConflict(save.error)}
      disabled={draft.issue === '' || draft.party === '' || draft.grounds.trim() === ''} onOk={() => press(draft)} onClose={onClose}
    >
      <Field label={t('liability.issue')} required error={errors.issue} hint={held && t('liability.already', { party: t(`liability.party.${held.party}`) })}>
        {(id) => <Select id={id} showSearch={{ optionFilterProp: 'label' }} value={draft.issue || undefined} options={issues()} placeholder={t('liability.issue')} onChange={(issue: string) => setDraft(draftOf(liability, issue))} />}
      </Field>
      <Field label={t('liability.party')} required error={errors.party} hint={draft.party === '' ? undefined : t(`liability.explain.${draft.party as Party}`)}>
        {(id) => (
          <Radio.Group id={id} className="liability-parties" value={draft.party} onChange={(event) => setDraft({ ...draft, party: event.target.value as Party })}>
            {parties.map((each) => <Radio key={each} value={each}>{t(`liability.party.${each}`)}{draft.issue === complaint.scenario && liability.common.includes(each) && <em>{t('liability.common')}</em>}</Radio>)}
          </Radio.Group>
        )}
      </Field>
      <Field label={t('liability.grounds')} required error={errors.grounds} hint={t('liability.grounds_hint')}>
        {(id) => <Input.TextArea id={id} rows={3} maxLength={1000} value={draft.grounds} placeholder={t('liability.grounds_example')} onChange={(event) => setDraft({ ...draft, grounds: event.target.value })} />}
      </Field>
      <Field label={t('liability.cite')} error={errors.items} hint={t(items.length > 0 ? 'liability.cite_hint' : 'liability.no_items')}>
        {(id) => (
          <ul id={id} className="evidence-thumbs liability-cite">
            {items.map((each) => (
              <li key={each.id}>
                <button type="button" className="evidence-thumb" aria-label={t('liability.item', { n: each.n })} aria-pressed={draft.items.includes(each.id)} onClick={() => cite(each.id)}>
                  <Thumb item={each} />
                  <em>{each.n}</em>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Field>
    </Dialog>
  );
}

/** What stands about an issue, to be changed, or nothing yet. */
function draftOf({ findings }: Liability, issue: string): Deciding {
  const held = standing(findings).find((each) => each.issue === issue);
  return { n: newest(findings, issue), issue, party: held?.party ?? '', grounds: held?.grounds ?? '', items: held?.items ?? [] };
}

function issues() {
  return (Object.keys(scenarioGroups) as Group[]).map((group) => ({
    label: sentenceOf(`scenario_group.${group}`),
    options: scenarioGroups[group].map((value) => ({ value: value as string, label: sentenceOf(`scenario.${value}`) })),
  }));
}

/** Takes back what was decided, for a reason. */
export function TakeBackDialog({ complaint, liability, finding, onClose }: Props & { finding: LiabilityFinding }) {
  const t = useT();
  const [grounds, setGrounds] = useState('');
  const { save, press } = useDeciding(complaint, liability, onClose);
  return (
    <Dialog
      title={t('liability.take_back_of', { issue: tOr(`scenario.${finding.issue}`, finding.issue) })} ok={t('liability.take_back')} busy={save.isPending} error={save.error} conflict={isConflict(save.error)}
      disabled={grounds.trim() === ''} onOk={() => press({ n: finding.n, issue: finding.issue, party: '', grounds, items: [] })} onClose={onClose}
    >
      <Field label={t('liability.why_back')} required>{(id) => <Input id={id} autoFocus value={grounds} maxLength={300} placeholder={t('liability.why_back_example')} onChange={(event) => setGrounds(event.target.value)} />}</Field>
    </Dialog>
  );
}
