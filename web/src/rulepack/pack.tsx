import { ArrowLeftOutlined, DeleteOutlined, EditOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import type { RuleDraft, RulePackDetail, RuleShelf } from '../api/wire';
import { family } from '../assist/spans';
import { tOr, useT } from '../i18n';
import { Problem } from '../ui/problem';
import { Empty, Failure, Loading } from '../ui/states';
import { keys, packQuery, removeRule, stateQuery } from './api';
import { Doors } from './doors';
import { blank } from './form';
import { History } from './history';
import { State } from './packs';
import { Problems } from './problems';
import { RuleForm } from './rule_form';
import { TryBox } from './try_box';

interface Props {
  shop: string;
  zone: string;
  id: string;
  shelf: RuleShelf;
  edits: boolean;
  onClose(): void;
}

/** A pack of a shop: its draft, what keeps it from being published, and what was published. */
export function PackView({ shop, zone, id, shelf, edits, onClose }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const { data: pack, error, refetch } = useQuery(packQuery(id));
  const state = useQuery({ ...stateQuery(pack ?? shelf.packs.find((each) => each.id === id)!), enabled: !!pack });
  const fresh = () => cache.invalidateQueries({ queryKey: keys.all });
  if (!pack) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={6} />;
  return (
    <>
      <header className="pack-head">
        <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t('rulepack.back')} onClick={onClose} />
        <h2>{pack.title}</h2>
        <State pack={pack} />
        <Doors pack={pack} problems={state.data?.problems.length} edits={edits} onDone={fresh} onGone={onClose} />
      </header>
      {state.data && <Problems list={state.data.problems} />}
      <Draft pack={pack} shelf={shelf} edits={edits} onDone={fresh} />
      <TryBox shop={shop} pack={id} />
      <History pack={pack} zone={zone} edits={edits} onDone={fresh} />
    </>
  );
}

/** The kinds of rules that the form knows. */
const simple = ['existence', 'substitution', 'occurrence', 'require_pair'];

function Draft({ pack, shelf, edits, onDone }: { pack: RulePackDetail; shelf: RuleShelf; edits: boolean; onDone(): Promise<unknown> }) {
  const t = useT();
  const [editing, setEditing] = useState<string>();
  const drop = useMutation({ mutationFn: (rule: string) => removeRule(pack, rule), onSettled: onDone });
  const close = () => setEditing(undefined);
  return (
    <div className="page-card">
      <section className="settings-part">
        <h2>{t('rulepack.draft')}</h2>
        <Problem error={drop.error} />
        {pack.rules.length === 0 && editing === undefined && <Empty title={t('rulepack.no_rules')} hint={t('rulepack.no_rules_hint')} />}
        <ul className="draft-rules">
          {pack.rules.map((each) => (
            <li key={each.id}>
              {editing === each.id
                ? <RuleForm pack={pack} shelf={shelf} rule={each} onDone={onDone} onClose={close} />
                : <DraftRule rule={each} edits={edits} onEdit={() => setEditing(each.id)} onRemove={() => drop.mutate(each.id)} />}
            </li>
          ))}
        </ul>
        {editing === '' && <RuleForm pack={pack} shelf={shelf} rule={blank} onDone={onDone} onClose={close} />}
        {edits && editing === undefined && <Button icon={<PlusOutlined />} onClick={() => setEditing('')}>{t('rulepack.add_rule')}</Button>}
      </section>
    </div>
  );
}

function DraftRule({ rule, edits, onEdit, onRemove }: { rule: RuleDraft; edits: boolean; onEdit(): void; onRemove(): void }) {
  const t = useT();
  const { id, category, kind, level, pattern, replace } = rule;
  const message = rule.message.replace('{text}', '…');
  return (
    <div className="draft-rule">
      <span className={`rules-mark found-${family(category)}`}>{tOr(`assist.category.${category}`, category)}</span>
      <div>
        <b>{message || id}</b>
        <p className="quiet">{t('rulepack.finds', { kind: tOr(`rulepack.kind.${kind}`, kind), words: [...pattern, ...replace.map((each) => `${each.word} → ${each.plain}`)].slice(0, 4).join('\u2003') })}</p>
      </div>
      <span className={`tag tag-${level}`}>{tOr(`rules.level.${level}`, level)}</span>
      {edits && (
        <span className="list-acts">
          {simple.includes(kind) && <Button size="small" type="text" icon={<EditOutlined />} aria-label={t('rulepack.edit_rule', { rule: message || id })} onClick={onEdit} />}
          <Popconfirm title={t('rulepack.remove_rule_sure')} okText={t('rulepack.remove_yes')} cancelText={t('act.cancel')} onConfirm={onRemove}>
            <Button size="small" type="text" icon={<DeleteOutlined />} aria-label={t('rulepack.remove_rule', { rule: message || id })} />
          </Popconfirm>
        </span>
      )}
    </div>
  );
}
