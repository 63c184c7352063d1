import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useRef } from 'react';
import type { QuickRepliesAdded } from '../api/wire';
import { useT } from '../i18n';
import { importReplies } from './api';
import { keys } from './keys';

/** Takes the table in which a team kept its replies; a wrong row is named, and nothing is kept then. */
export function ImportButton({ shop }: { shop: string }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const input = useRef<HTMLInputElement>(null);
  const take = useMutation({
    mutationFn: (file: File) => importReplies(shop, file),
    onSuccess: (added) => {
      if (added.wrong.length === 0) void message.success(t(added.known ? 'quick_reply.imported_some' : 'quick_reply.imported', { n: added.new, known: added.known }));
      return cache.invalidateQueries({ queryKey: keys.all });
    },
    onError: (error) => void message.error(error.message),
  });
  const wrong = take.data?.wrong ?? [];
  return (
    <>
      <Button icon={<UploadOutlined />} loading={take.isPending} title={t('quick_reply.import_hint')} onClick={() => input.current?.click()}>{t('quick_reply.import')}</Button>
      <input
        ref={input} type="file" hidden aria-label={t('quick_reply.import')} accept=".csv,.xlsx"
        onChange={({ target }) => {
          if (target.files?.[0]) take.mutate(target.files[0]);
          target.value = '';
        }}
      />
      {wrong.length > 0 && (
        <Modal open title={t('quick_reply.wrong', { n: wrong.length })} footer={<Button type="primary" onClick={() => take.reset()}>{t('quick_reply.close')}</Button>} onCancel={() => take.reset()}>
          <p>{t('quick_reply.wrong_hint')}</p>
          <Wrong rows={wrong} />
        </Modal>
      )}
    </>
  );
}

function Wrong({ rows }: { rows: QuickRepliesAdded['wrong'] }) {
  const t = useT();
  return <ul className="quick-wrong">{rows.slice(0, 50).map((each) => <li key={each.line}>{t('quick_reply.line', { line: each.line })}{each.detail}</li>)}</ul>;
}
