import { CloseOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useT } from '../i18n';

/** Screenshots that will be kept with the chat. */
export function Shots({ shots, onChange }: { shots: File[]; onChange(shots: File[]): void }) {
  const t = useT();
  if (shots.length === 0) return null;
  return (
    <ul className="paste-shots" aria-label={t('paste.shots')}>
      {shots.map((shot) => <Shot key={`${shot.name} ${shot.size} ${shot.lastModified}`} shot={shot} onRemove={() => onChange(shots.filter((each) => each !== shot))} />)}
    </ul>
  );
}

function Shot({ shot, onRemove }: { shot: File; onRemove(): void }) {
  const t = useT();
  const [url] = useState(() => URL.createObjectURL(shot));
  return (
    <li>
      <img src={url} alt={shot.name} onLoad={() => URL.revokeObjectURL(url)} />
      <button type="button" aria-label={t('paste.shot_remove', { name: shot.name })} onClick={onRemove}><CloseOutlined /></button>
    </li>
  );
}
