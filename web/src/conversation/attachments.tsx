import { CloseOutlined, FileOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useT } from '../i18n';
import type { Attachment, Draft } from './draft';
import { fileSize } from './limits';

/** The files of a draft, each with its progress, to take back or try again. */
export function Attachments({ draft, attachments }: { draft: Draft; attachments: Attachment[] }) {
  const t = useT();
  if (attachments.length === 0) return null;
  return (
    <ul className="attachments" aria-label={t('composer.files')}>
      {attachments.map((each) => (
        <li key={each.id} className={`attachment attachment-${each.state}`}>
          {each.preview ? <img src={each.preview} alt="" /> : <FileOutlined className="attachment-icon" />}
          <div className="attachment-what">
            <b title={each.name}>{each.name}</b>
            <em>{each.problem || state(each, t)}</em>
            {each.state === 'moving' && <progress value={each.progress} max={1} aria-label={each.name} />}
          </div>
          {each.state === 'failed' && (
            <Button size="small" type="text" icon={<ReloadOutlined />} aria-label={t('file.retry')} onClick={() => draft.retry(each.id)} />
          )}
          <Button size="small" type="text" icon={<CloseOutlined />} aria-label={t('file.remove', { name: each.name })} onClick={() => draft.remove(each.id)} />
        </li>
      ))}
    </ul>
  );
}

function state(each: Attachment, t: ReturnType<typeof useT>): string {
  if (each.state !== 'moving') return fileSize(each.size);
  return t('file.moving', { percent: Math.round(each.progress * 100) });
}
