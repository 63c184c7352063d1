import { SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { FileInfo } from '../api/wire';
import { sentence } from '../ui/states';
import { evidenceQuery, take, useEvidenceChanged } from './api';
import { useT } from './words';
import './evidence.css';

/** Takes the files of a message as evidence of the open case, with one tap. */
export function TakeFiles({ caseId, files }: { caseId: string; files: FileInfo[] }) {
  const t = useT();
  const { message } = App.useApp();
  const changed = useEvidenceChanged();
  const { data } = useQuery(evidenceQuery(caseId));
  const taking = useMutation({
    mutationFn: () => take(caseId, files.map(({ id }) => id), ''),
    onError: (error) => message.error(sentence(error)),
    onSettled: changed,
  });
  if (!data) return null;
  const there = files.every(({ id }) => data.items.some((each) => each.source === 'chat' && each.source_id === id));
  if (there || taking.isSuccess) return <span className="evidence-taken"><SafetyCertificateOutlined /> {t('evidence.taken')}</span>;
  return <Button size="small" className="mark-answer" icon={<SafetyCertificateOutlined />} loading={taking.isPending} onClick={() => taking.mutate()}>{t('evidence.take')}</Button>;
}
