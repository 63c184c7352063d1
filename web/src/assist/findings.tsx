import { CloseOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import type { Finding } from '../api/wire';
import { tOr, useT } from '../i18n';
import { family, gravity } from './spans';

const shownAtOnce = 2;

interface Props {
  findings: Finding[];
  apply(finding: Finding): void;
  ignore(finding: Finding): void;
}

/** What will not help in a draft: why, and better words with one tap. The gravest first. */
export function FindingList({ findings, apply, ignore }: Props) {
  const t = useT();
  const [all, setAll] = useState(false);
  if (findings.length === 0) return null;
  const sorted = [...findings].sort((a, b) => gravity(b) - gravity(a));
  const shown = all ? sorted : sorted.slice(0, shownAtOnce);
  return (
    <ul className="findings" aria-label={t('assist.findings')}>
      {shown.map((each) => (
        <Item key={`${each.rule} ${each.start}`} finding={each} apply={() => apply(each)} ignore={() => ignore(each)} />
      ))}
      {sorted.length > shown.length && (
        <li><button type="button" className="findings-more" onClick={() => setAll(true)}>{t('assist.more', { n: sorted.length - shown.length })}</button></li>
      )}
    </ul>
  );
}

function Item({ finding, apply, ignore }: { finding: Finding; apply(): void; ignore(): void }) {
  const t = useT();
  const { category, level, message, why, better } = finding;
  return (
    <li className={`finding found-${family(category)} found-${level}`}>
      <Tooltip title={why}>
        <span className="finding-what" tabIndex={0}><b>{tOr(`assist.category.${category}`, category)}</b>{message}</span>
      </Tooltip>
      {better && <button type="button" className="finding-better" onClick={apply}><span>{better}</span> <em>{t('assist.apply')}</em></button>}
      {level !== 'block' && (
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('assist.ignore')} onClick={ignore} />
      )}
    </li>
  );
}
