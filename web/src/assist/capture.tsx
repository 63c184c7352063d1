import { ClockCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Proposal } from '../api/wire';
import { useT } from '../i18n';
import { useNow } from '../ui/clock';
import { dayTime } from '../ui/time';
import { useEntries, type Registrar } from './registrar';

interface Props {
  proposals: Proposal[];
  /** Whether a case is open in which they can be registered. */
  open: boolean;
  picked: Set<string>;
  zone: string;
  onPick(text: string): void;
}

/** The commitments that stand in a draft, each to be registered with one tap when the draft is sent. */
export function Capture({ proposals, open, picked, zone, onPick }: Props) {
  const t = useT();
  const now = useNow();
  if (proposals.length === 0) return null;
  return (
    <ul className="capture" aria-label={t('assist.commitments')}>
      {proposals.map((each) => {
        const due = each.due_at && dayTime(Date.parse(each.due_at), now, zone);
        const mine = each.kind === 'commitment' && each.due_at && Date.parse(each.due_at) > now;
        return (
          <li key={each.start}>
            <ClockCircleOutlined />
            <span className="capture-text">{each.text}</span>
            {due && <b>{due}</b>}
            {mine && open && (
              <button type="button" aria-pressed={picked.has(each.text)} onClick={() => onPick(each.text)}>
                {t(picked.has(each.text) ? 'assist.picked' : 'assist.pick')}
              </button>
            )}
            {mine && !open && <em>{t('assist.no_case')}</em>}
            {!mine && <em>{t(`assist.kind.${each.kind === 'commitment' ? 'past' : each.kind}`)}</em>}
          </li>
        );
      })}
    </ul>
  );
}

/** Commitments that were picked and are not registered. */
export function Unregistered({ registrar, zone }: { registrar: Registrar; zone: string }) {
  const t = useT();
  const now = useNow();
  const failed = useEntries(registrar).filter((each) => each.state === 'failed');
  if (failed.length === 0) return null;
  return (
    <ul className="capture capture-failed" role="alert">
      {failed.map(({ key, text, dueAt, problem }) => (
        <li key={key}>
          <ClockCircleOutlined />
          <span className="capture-text">{t('assist.unregistered', { text })}</span>
          <b>{dayTime(Date.parse(dueAt), now, zone)}</b>
          {problem && <em>{problem}</em>}
          <Button size="small" onClick={() => registrar.send(key)}>{t('assist.register')}</Button>
          <Button size="small" type="text" onClick={() => registrar.drop(key)}>{t('assist.drop')}</Button>
        </li>
      ))}
    </ul>
  );
}
