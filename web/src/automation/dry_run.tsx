import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import type { AutomationDraft, DryRun } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { conditionText } from './words';

/** What a rule would have done in the last days, event by event. */
export function DryRunResult({ run, draft, zone }: { run: DryRun; draft: AutomationDraft; zone: string }) {
  const t = useT();
  const now = useNow();
  const why = (failed: number[]) => failed.map((index) => (draft.conditions[index] ? conditionText(draft.conditions[index]) : draft.expression ?? '')).join(t('need.and'));
  return (
    <section className="dry-run" aria-label={t('automation.dry')} role="status">
      <p><b>{t('automation.dry_hits', { events: run.events, hits: run.hits })}</b> <span className="quiet">{t('automation.dry_note', { talks: run.talks })}</span></p>
      <ul>
        {run.trials.map((each, index) => (
          <li key={index} className={each.matched ? 'trial trial-hit' : 'trial'}>
            {each.matched ? <CheckCircleFilled /> : <MinusCircleOutlined />}
            <b>{each.buyer || t('automation.visitor')}</b>
            <time>{dayTime(Date.parse(each.at), now, zone)}</time>
            <span>{each.words}</span>
            <em>{each.matched ? t('automation.dry_would') : t('automation.dry_not', { why: why(each.failed) })}</em>
          </li>
        ))}
      </ul>
    </section>
  );
}
