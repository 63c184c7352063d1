import { BarChartOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import type { DisputeTally } from '../api/wire';
import { useT } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import { reportQuery } from './api';
import { yuan } from '../ui/money';

/** How the disputes of a shop ended, by reason, place and month. */
export function Report({ shop }: { shop: string }) {
  const t = useT();
  const [months, setMonths] = useState(6);
  const { data, error, refetch } = useQuery(reportQuery(shop, months));
  if (!data) return <div className="page-card">{error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} />}</div>;
  const { total } = data;
  return (
    <div className="dispute-report">
      <div className="dispute-totals">
        <Segmented<number> aria-label={t('dispute.months')} value={months} onChange={setMonths} options={[3, 6, 12].map((n) => ({ value: n, label: t('dispute.last_months', { n }) }))} />
        <p>{t('dispute.totals', { all: total.all, running: data.running, amount: yuan(total.amount), paid: yuan(total.paid) })}</p>
        <p className="quiet">{t('dispute.rate_hint', { n: data.least })}</p>
      </div>
      {total.all === 0 && <div className="page-card"><Empty icon={<BarChartOutlined />} title={t('dispute.report_none')} hint={t('dispute.report_none_hint')} /></div>}
      {total.all > 0 && (
        <>
          <Lines title={t('dispute.by_reason')} lines={data.reasons} name={(each) => t(`dispute.reason.${each}` as 'dispute.reason.other')} />
          <Lines title={t('dispute.by_kind')} lines={data.kinds} name={(each) => t(`dispute.kind.${each}` as 'dispute.kind.other')} />
          <Lines title={t('dispute.by_month')} lines={data.months} name={(each) => each} />
        </>
      )}
    </div>
  );
}

function Lines({ title, lines, name }: { title: string; lines: DisputeTally[]; name(value: string): string }) {
  const t = useT();
  return (
    <section className="page-card" aria-label={title}>
      <table className="list-table dispute-lines">
        <thead><tr><th>{title}</th><th>{t('dispute.decided')}</th><th>{t('dispute.outcome.won')}</th><th>{t('dispute.outcome.partly')}</th><th>{t('dispute.outcome.lost')}</th><th>{t('dispute.outcome.settled')}</th><th>{t('dispute.outcome.withdrawn')}</th><th>{t('dispute.rate')}</th><th>{t('dispute.amount')}</th><th>{t('dispute.paid')}</th></tr></thead>
        <tbody>
          {lines.map((each) => (
            <tr key={each.name}>
              <td>{name(each.name)}</td><td>{each.all}</td><td>{each.won}</td><td>{each.partly}</td><td>{each.lost}</td><td>{each.settled}</td><td>{each.withdrawn}</td>
              <td>{each.rate === null ? '—' : `${each.rate}%`}</td><td>{yuan(each.amount)}</td><td>{yuan(each.paid)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
