import { LinkOutlined, PaperClipOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Image } from 'antd';
import { useRef } from 'react';
import type { Ticket } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { toClipboard } from '../ui/copy';
import { sentence } from '../ui/states';
import { useTicketsChanged } from './acts';
import { addFile, revokeLinks, share } from './api';
import { isSettled, isWorked } from './state';

/** Who does a ticket; people without an account are called as they said. */
export function useWorkerName(ticket: Ticket): string {
  const t = useT();
  if (!ticket.worker) return '';
  return ticket.by_link ? t('ticket.by_link', { name: ticket.worker.name }) : ticket.worker.name;
}

/** The photos and files of a ticket, and a way to add one. */
export function TicketFiles({ ticket, adds }: { ticket: Ticket; adds?: boolean }) {
  const t = useT();
  const me = useMe();
  const { message } = App.useApp();
  const picker = useRef<HTMLInputElement>(null);
  const refresh = useTicketsChanged();
  const add = useMutation({
    mutationFn: async (files: File[]) => {
      for (const each of files) await addFile(ticket.id, each);
    },
    onError: (error) => void message.error(sentence(error)),
    onSettled: refresh,
  });
  const pictures = ticket.files.filter((each) => each.thumb_url);
  const others = ticket.files.filter((each) => !each.thumb_url);
  const may = adds && !isSettled(ticket) && mayIn(me, ticket.shop_id, 'ticket.work');
  if (ticket.files.length === 0 && !may) return null;
  return (
    <section className="ticket-files" aria-label={t('ticket.files')}>
      <Image.PreviewGroup>
        {pictures.map((each) => <Image key={each.id} width={72} height={72} src={each.thumb_url ?? each.url} preview={{ src: each.url }} alt={each.name} />)}
      </Image.PreviewGroup>
      {others.map((each) => <a key={each.id} href={each.url} target="_blank" rel="noreferrer">{each.name}</a>)}
      {may && <Button size="small" icon={<PaperClipOutlined />} loading={add.isPending} onClick={() => picker.current?.click()}>{t('ticket.add_file')}</Button>}
      <input
        ref={picker} type="file" hidden multiple aria-label={t('ticket.add_file')}
        onChange={({ target }) => {
          const files = [...(target.files ?? [])];
          target.value = '';
          if (files.length > 0) add.mutate(files);
        }}
      />
    </section>
  );
}

/** A link with which somebody without an account does this ticket. */
export function TicketLink({ ticket }: { ticket: Ticket }) {
  const t = useT();
  const me = useMe();
  const { message } = App.useApp();
  const fail = (error: unknown) => void message.error(sentence(error));
  const copy = useMutation({
    mutationFn: () => share(ticket.id),
    onSuccess: async ({ url }) => {
      if (await toClipboard(url)) void message.success(t('ticket.shared'));
      else void message.info({ content: t('ticket.share_failed', { url }), duration: 20 });
    },
    onError: fail,
  });
  const end = useMutation({ mutationFn: () => revokeLinks(ticket.id), onSuccess: () => message.success(t('ticket.revoked')), onError: fail });
  if (!isWorked(ticket) || !mayIn(me, ticket.shop_id, 'ticket.write')) return null;
  return (
    <p className="ticket-link" title={t('ticket.share_hint')}>
      <Button size="small" icon={<LinkOutlined />} loading={copy.isPending} onClick={() => copy.mutate()}>{t('ticket.share')}</Button>
      <Button size="small" type="text" loading={end.isPending} onClick={() => end.mutate()}>{t('ticket.revoke_links')}</Button>
    </p>
  );
}
