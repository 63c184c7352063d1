import { useMutation } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { fieldsOf } from '../api/problem';
import type { OutboundPhoto } from '../api/wire';
import { sentence } from '../ui/states';
import { dateTime } from '../ui/time';
import { place, useOutboundChanged } from './api';
import { useT } from './words';

/** A photo, whose it is, and what a person may say of that. */
export function PhotoCard({ photo, zone }: { photo: OutboundPhoto; zone: string }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useOutboundChanged();
  const [number, setNumber] = useState<string | null>(photo.state === 'waiting' ? '' : null);
  const put = useMutation({
    mutationFn: (as: { words?: string[]; drop?: boolean }) => place(photo, as),
    onError: (error) => fieldsOf(error).words === undefined && message.error(sentence(error)),
    onSettled: changed,
  });
  const path = photo.folder ? `${photo.folder}/${photo.name}` : photo.name;
  const wrong = fieldsOf(put.error).words;
  const match = () => number?.trim() && put.mutate({ words: number.split(/[\s,\uff0c\u3001]+/).filter(Boolean) });
  return (
    <li data-photo={photo.name}>
      <a className="outbound-thumb" href={photo.url} target="_blank" rel="noreferrer" aria-label={t('outbound.open', { name: photo.name })}><img src={photo.thumb_url ?? photo.url} alt="" loading="lazy" /></a>
      <div className="outbound-about">
        <p className="outbound-path" title={path}>{path}</p>
        {photo.orders.length > 0 && <p className="outbound-orders">{photo.orders.join(t('outbound.comma'))}</p>}
        <p className="quiet">{dateTime(Date.parse(photo.made_at), zone)} {photo.by.name}{photo.word && !photo.orders.includes(photo.word) ? ` ${t('outbound.by_word', { word: photo.word })}` : ''}</p>
        {number !== null && (
          <div className="outbound-match">
            <Input size="small" aria-label={t('outbound.number_of', { name: photo.name })} placeholder={t('outbound.number')} status={wrong ? 'error' : undefined} value={number} maxLength={200} onChange={(event) => setNumber(event.target.value)} onPressEnter={match} />
            <Button size="small" type="primary" ghost disabled={!number.trim()} loading={put.isPending && !put.variables.drop} onClick={match}>{t('outbound.match')}</Button>
          </div>
        )}
        {wrong && <p className="field-error" role="alert">{wrong}</p>}
        <p className="outbound-card-acts">
          {photo.state === 'matched' && number === null && <Button size="small" type="link" onClick={() => setNumber(photo.orders.join(' '))}>{t('outbound.rematch_one')}</Button>}
          {photo.state === 'dropped'
            ? <Button size="small" type="link" loading={put.isPending} onClick={() => put.mutate({})}>{t('outbound.restore')}</Button>
            : <Button size="small" type="text" loading={put.isPending && put.variables.drop} onClick={() => put.mutate({ drop: true })}>{t('outbound.drop')}</Button>}
        </p>
      </div>
    </li>
  );
}
