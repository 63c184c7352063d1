import { CheckCircleFilled, MinusCircleOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { PartingCheck } from '../api/wire';
import { useT } from '../i18n';
import { Failure } from '../ui/states';
import { partingQuery } from './api';

/** What is left before the talk ends, worked out when somebody opens it, and the words for it. */
export function Parting({ conversation, head, onWords }: { conversation: string; head: number; onWords(words: string): void }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const { data, error, refetch } = useQuery({ ...partingQuery(conversation, head), enabled: open });
  return (
    <details className="parting" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('parting.title')}</summary>
      {error && !data && <Failure error={error} retry={() => void refetch()} />}
      {data && (
        <>
          <ul>{data.checks.map((each) => <Line key={each.code} check={each} />)}</ul>
          <p className="heard-restate">{data.words}<Button size="small" type="link" onClick={() => onWords(data.words)}>{t('heard.use')}</Button></p>
          {!data.invites && <small>{t('parting.no_review')}</small>}
        </>
      )}
    </details>
  );
}

function Line({ check: { code, done, left } }: { check: PartingCheck }) {
  const t = useT();
  const words = left > 0 && (code === 'commitments' || code === 'tickets') ? t(`parting.${code}_left`, { n: left }) : t(`parting.${code}`);
  return (
    <li className={done ? 'parting-done' : ''}>
      {done ? <CheckCircleFilled role="img" aria-label={t('parting.done')} /> : <MinusCircleOutlined role="img" aria-label={t('parting.open')} />} {words}
    </li>
  );
}
