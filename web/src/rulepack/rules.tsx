import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Select, Switch } from 'antd';
import { useState } from 'react';
import type { ReplyRule, RuleChoices, RuleShelf } from '../api/wire';
import { family } from '../assist/spans';
import { tOr, useT } from '../i18n';
import { Problem } from '../ui/problem';
import { Empty, Failure, Loading } from '../ui/states';
import { choose, keys, rulesQuery } from './api';
import { TryBox } from './try_box';

interface Props {
  shop: string;
  shelf: RuleShelf;
  edits: boolean;
}

const levels = ['hint', 'warning', 'error', 'block'] as const;

/** Every rule that the shop may check by, and how it fares with those who write. */
export function Rules({ shop, shelf, edits }: Props) {
  const t = useT();
  const cache = useQueryClient();
  const rules = useQuery(rulesQuery(shop));
  const [category, setCategory] = useState('');
  const [doubted, setDoubted] = useState(false);
  const change = useMutation({ mutationFn: (next: RuleChoices) => choose(shop, next), onSettled: () => cache.invalidateQueries({ queryKey: keys.all }) });
  const list = rules.data ?? [];
  const shown = list.filter((each) => (!category || each.category === category) && (!doubted || each.doubted));
  const categories = [...new Set(list.map((each) => each.category))];
  return (
    <>
      <TryBox shop={shop} />
      <div className="list-filter" role="search" aria-label={t('rules.filter')}>
        <Select
          aria-label={t('rules.category')} value={category} onChange={setCategory} className="rules-category"
          options={[{ value: '', label: t('rules.all') }, ...categories.map((each) => ({ value: each, label: tOr(`assist.category.${each}`, each) }))]}
        />
        <Checkbox checked={doubted} onChange={(e) => setDoubted(e.target.checked)}>{t('rules.doubted_only')}</Checkbox>
        <span className="quiet">{t('rulepack.count', { n: list.filter((each) => each.on).length })}</span>
      </div>
      <Problem error={change.error} />
      <div className="page-card">
        {rules.isPending && <Loading rows={6} />}
        {rules.isError && <Failure error={rules.error} retry={() => void rules.refetch()} />}
        {rules.isSuccess && shown.length === 0 && <Empty title={t('rules.none')} hint={t('rules.none_hint')} />}
        {shown.length > 0 && (
          <table className="list-table rules">
            <thead>
              <tr><th>{t('rules.category')}</th><th>{t('rules.why')}</th><th>{t('rules.level')}</th><th>{t('rulepack.on')}</th><th>{t('rules.applied')}</th><th>{t('rules.ignored')}</th><th>{t('rules.sent')}</th></tr>
            </thead>
            <tbody>
              {shown.map((each) => <Row key={each.id} rule={each} shelf={shelf} edits={edits && !change.isPending} onChange={(next) => change.mutate({ ...shelf.choices, ...next })} />)}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}

interface RowProps {
  rule: ReplyRule;
  shelf: RuleShelf;
  edits: boolean;
  onChange(part: Partial<RuleChoices>): void;
}

function Row({ rule, shelf, edits, onChange }: RowProps) {
  const t = useT();
  const { id, category, why, applied, ignored, sent, mistaken, doubted, on, pack, own } = rule;
  const { off } = shelf.choices;
  const message = rule.message.replace('{text}', '…');
  return (
    <tr className={on ? undefined : 'rule-off'}>
      <td>
        <span className={`rules-mark found-${family(category)}`}>{tOr(`assist.category.${category}`, category)}</span>
        {(own || rule.platform) && <span className="tag">{pack}</span>}
      </td>
      <td>
        {why}
        {doubted && <span className="tag tag-high">{t('rules.doubted')}</span>}
        <p className="quiet">{message}</p>
        <Examples rule={rule} />
      </td>
      <td><Level rule={rule} shelf={shelf} edits={edits} onChange={onChange} /></td>
      <td>
        <Switch
          size="small" checked={on} disabled={!edits || rule.fixed} aria-label={t('rulepack.switch', { rule: message })} title={rule.fixed ? t('rulepack.fixed') : undefined}
          onChange={(next) => onChange({ off: next ? off.filter((each) => each !== id) : [...off, id] })}
        />
      </td>
      <td>{applied}</td>
      <td>{ignored}</td>
      <td>{sent}{mistaken > 0 && <span className="quiet"> {t('rules.mistaken', { n: mistaken })}</span>}</td>
    </tr>
  );
}

function Examples({ rule: { better, bad, good, source, id } }: { rule: ReplyRule }) {
  const t = useT();
  return (
    <details>
      <summary>{t('rules.examples')}</summary>
      <dl>
        <dt>{t('rules.better')}</dt><dd>{better}</dd>
        <dt>{t('rules.bad')}</dt>{bad.map((each) => <dd key={each}>{each}</dd>)}
        <dt>{t('rules.good')}</dt>{good.map((each) => <dd key={each}>{each}</dd>)}
        <dt>{t('rules.source')}</dt><dd>{source} <code>{id}</code></dd>
      </dl>
    </details>
  );
}

function Level({ rule: { id, category, level, shipped, message, fixed, own }, shelf, edits, onChange }: RowProps) {
  const t = useT();
  if (!edits || fixed || own) return <span className={`tag tag-${level}`}>{t(`rules.level.${level}`)}</span>;
  const others = shelf.choices.levels.filter((each) => each.rule !== id);
  return (
    <Select
      size="small" className="rules-level" aria-label={t('rulepack.level', { rule: message })} value={level}
      options={levels.filter((each) => each !== 'block' || shelf.blockable.includes(category)).map((value) => ({ value, label: t(`rules.level.${value}`) }))}
      onChange={(next) => onChange({ levels: next === shipped ? others : [...others, { rule: id, level: next }] })}
    />
  );
}
