import { PieChartOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Segmented, Select } from 'antd';
import type { LiabilityTally } from '../api/wire';
import { tOr } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import { tallyQuery } from './api';
import { parties, useT } from './words';
import '../ui/settings.css';
import './liability.css';

interface Props {
  shops: { id: string; name: string }[];
  shop: string;
  months: number;
  onShow(shop: string, months: number): void;
}

/** How often who was held responsible, month by month. */
export function LiabilityPage({ shops, shop, months, onShow }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery(tallyQuery(shop, months));
  return (
    <main className="page liability-page">
      <header className="page-head"><div><h1>{t('liability.tally')}</h1><p>{t('liability.tally_hint')}</p></div></header>
      <div className="list-filter">
        <Segmented<number> aria-label={t('liability.months')} value={months} onChange={(next) => onShow(shop, next)} options={[1, 3, 6, 12].map((n) => ({ value: n, label: n === 1 ? t('liability.this_month') : t('liability.last_months', { n }) }))} />
        <span className="grow" />
        {shops.length > 1 && <Select aria-label={t('liability.shop')} popupMatchSelectWidth={false} value={shop} options={shops.map(({ id, name }) => ({ value: id, label: name }))} onChange={(next: string) => onShow(next, months)} />}
      </div>
      <div className="page-card">
        {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />)}
        {data?.lines.length === 0 && <Empty icon={<PieChartOutlined />} title={t('liability.tally_none')} hint={t('liability.tally_none_hint')} />}
        {data && data.lines.length > 0 && <Table tally={data} />}
      </div>
    </main>
  );
}

const sum = (lines: LiabilityTally['lines']) => lines.reduce((all, { n }) => all + n, 0);

function Table({ tally: { months, lines } }: { tally: LiabilityTally }) {
  const t = useT();
  const all = sum(lines);
  const of = (party: string) => lines.filter((each) => each.party === party);
  const rows = parties.map((party) => ({ party, all: sum(of(party)) })).filter((each) => each.all > 0).sort((a, b) => b.all - a.all);
  return (
    <table className="list-table liability-table">
      <thead><tr><th>{t('liability.party')}</th><th>{t('liability.all')}</th><th>{t('liability.share')}</th>{months.length > 1 && months.map((each) => <th key={each}>{each}</th>)}<th>{t('liability.about')}</th></tr></thead>
      <tbody>
        {rows.map((each) => (
          <tr key={each.party} data-party={each.party}>
            <td><span className={`liability-tag liability-${each.party}`}>{t(`liability.party.${each.party}`)}</span></td>
            <td>{each.all}</td>
            <td><span className="liability-bar"><i style={{ width: `${(each.all / all) * 100}%` }} /></span>{Math.round((each.all / all) * 100)}%</td>
            {months.length > 1 && months.map((month) => <td key={month}>{sum(of(each.party).filter((line) => line.month === month)) || <span className="quiet">0</span>}</td>)}
            <td><About lines={of(each.party)} /></td>
          </tr>
        ))}
        <tr className="liability-sum"><td>{t('liability.all')}</td><td>{all}</td><td />{months.length > 1 && months.map((month) => <td key={month}>{sum(lines.filter((line) => line.month === month))}</td>)}<td /></tr>
      </tbody>
    </table>
  );
}

/** The issues that somebody was held responsible for most often. */
function About({ lines }: { lines: LiabilityTally['lines'] }) {
  const t = useT();
  const counted = new Map<string, number>();
  for (const { issue, n } of lines) counted.set(issue, (counted.get(issue) ?? 0) + n);
  const most = [...counted].sort(([, a], [, b]) => b - a).slice(0, 3);
  return <>{most.map(([issue, n]) => t('liability.times', { issue: tOr(`scenario.${issue}`, issue), n })).join(t('liability.comma'))}</>;
}
