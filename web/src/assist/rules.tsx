import { useQuery } from '@tanstack/react-query';
import { Checkbox, Select } from 'antd';
import { useState } from 'react';
import type { ReplyRule } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import { rulesQuery } from './rules_api';
import { family } from './spans';
import { TryRules } from './try_rules';
import './assist.css';
import './rules.css';

/** The rules by which replies are checked, and how they fare with those who write. */
export function Rules({ shops }: { shops: { id: string; name: string }[] }) {
  const t = useT();
  const [shop, setShop] = useState(shops[0]?.id ?? '');
  const rules = useQuery(rulesQuery(shop));
  const [category, setCategory] = useState('');
  const [doubted, setDoubted] = useState(false);
  const list = rules.data?.items ?? [];
  const shown = list.filter((each) => (!category || each.category === category) && (!doubted || each.doubted));
  const categories = [...new Set(list.map((each) => each.category))];
  return (
    <main className="page">
      <header className="page-head"><div><h1>{t('rules.title')}</h1><p>{t('rules.hint', { n: list.length })}</p></div>
        {shops.length > 1 && <Select aria-label={t('top.shop')} value={shop} options={shops.map((each) => ({ value: each.id, label: each.name }))} onChange={setShop} />}
      </header>
      <TryRules shop={shop} />
      <div className="list-filter" role="search" aria-label={t('rules.filter')}>
        <Select
          aria-label={t('rules.category')} value={category} onChange={setCategory} className="rules-category"
          options={[{ value: '', label: t('rules.all') }, ...categories.map((each) => ({ value: each, label: tOr(`assist.category.${each}`, each) }))]}
        />
        <Checkbox checked={doubted} onChange={(e) => setDoubted(e.target.checked)}>{t('rules.doubted_only')}</Checkbox>
      </div>
      <div className="page-card">
        {rules.isPending && <Loading rows={6} />}
        {rules.isError && <Failure error={rules.error} retry={() => void rules.refetch()} />}
        {rules.isSuccess && shown.length === 0 && <Empty title={t('rules.none')} hint={t('rules.none_hint')} />}
        {shown.length > 0 && <Table list={shown} />}
      </div>
    </main>
  );
}

function Table({ list }: { list: ReplyRule[] }) {
  const t = useT();
  return (
    <table className="list-table rules">
      <thead>
        <tr><th>{t('rules.category')}</th><th>{t('rules.why')}</th><th>{t('rules.level')}</th><th>{t('rules.applied')}</th><th>{t('rules.ignored')}</th><th>{t('rules.sent')}</th></tr>
      </thead>
      <tbody>{list.map((each) => <Row key={each.id} rule={each} />)}</tbody>
    </table>
  );
}

function Row({ rule }: { rule: ReplyRule }) {
  const t = useT();
  const { id, category, why, better, bad, good, level, applied, ignored, sent, mistaken, source, doubted } = rule;
  return (
    <tr>
      <td><span className={`rules-mark found-${family(category)}`}>{tOr(`assist.category.${category}`, category)}</span></td>
      <td>
        {why}
        {doubted && <span className="tag tag-high">{t('rules.doubted')}</span>}
        <details>
          <summary>{t('rules.examples')}</summary>
          <dl>
            <dt>{t('rules.better')}</dt><dd>{better}</dd>
            <dt>{t('rules.bad')}</dt>{bad.map((each) => <dd key={each}>{each}</dd>)}
            <dt>{t('rules.good')}</dt>{good.map((each) => <dd key={each}>{each}</dd>)}
            <dt>{t('rules.source')}</dt><dd>{source} <code>{id}</code></dd>
          </dl>
        </details>
      </td>
      <td><span className={`tag tag-${level}`}>{t(`rules.level.${level}`)}</span></td>
      <td>{applied}</td>
      <td>{ignored}</td>
      <td>{sent}{mistaken > 0 && <span className="quiet"> {t('rules.mistaken', { n: mistaken })}</span>}</td>
    </tr>
  );
}
