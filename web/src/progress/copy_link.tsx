import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { newKey } from '../api/client';
import type { Case } from '../api/wire';
import { useT } from '../i18n';
import { toClipboard } from '../ui/copy';
import { sentence } from '../ui/states';
import { shareProgress } from './api';

/** Copies the card as words with the link, to send them where there are no cards. */
export function CopyLink({ complaint }: { complaint: Case }) {
  const t = useT();
  const { message } = App.useApp();
  const copy = useMutation({
    mutationFn: async () => {
      const url = await shareProgress(complaint.id, false, newKey());
      if (!await toClipboard(t('progress.as_text', { number: complaint.number, url }))) throw new Error(t('progress.not_copied'));
    },
    onError: (error) => message.error(sentence(error)),
  });
  return (
    <span className="copy-text" title={t('copy.hint')}>
      <Button size="small" type="text" icon={copy.isSuccess ? <CheckOutlined /> : <CopyOutlined />} loading={copy.isPending} onClick={() => copy.mutate()}>
        {t(copy.isSuccess ? 'copy.done' : 'copy.text')}
      </Button>
    </span>
  );
}
