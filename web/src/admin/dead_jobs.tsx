import { CheckCircleOutlined, ReloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import type { DeadJob } from '../api/wire';
import { useT } from '../i18n';
import { Empty, Failure, Loading, sentence } from '../ui/states';
import { fullTime } from '../ui/time';
import { deadJobsQuery, keys, retryJob } from './api';
import { SearchStateLine } from './search_state';
import './admin.css';

/** Background work that gave up, each to be started again. */
export function DeadJobs({ zone }: { zone: string }) {
  const t = useT();
  const jobs = useInfiniteQuery(deadJobsQuery);
  const list = jobs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('jobs.title')}</h1><p>{t('jobs.hint')}</p></div>
        <Button icon={<ReloadOutlined />} loading={jobs.isRefetching} onClick={() => void jobs.refetch()}>{t('jobs.refresh')}</Button>
      </header>
      <SearchStateLine />
      <div className="page-card">
        {jobs.isPending && <Loading rows={4} />}
        {jobs.isError && list.length === 0 && <Failure error={jobs.error} retry={() => void jobs.refetch()} />}
        {jobs.isSuccess && list.length === 0 && <Empty icon={<CheckCircleOutlined />} title={t('jobs.none')} hint={t('jobs.none_hint')} />}
        {list.length > 0 && <Jobs list={list} zone={zone} />}
        {jobs.hasNextPage && <Button type="text" block loading={jobs.isFetchingNextPage} onClick={() => void jobs.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
    </main>
  );
}

function Jobs({ list, zone }: { list: DeadJob[]; zone: string }) {
  const t = useT();
  return (
    <table className="jobs">
      <thead>
        <tr><th>{t('jobs.kind')}</th><th>{t('jobs.error')}</th><th>{t('jobs.attempts')}</th><th>{t('jobs.at')}</th><th><span className="hidden">{t('jobs.retry')}</span></th></tr>
      </thead>
      <tbody>{list.map((job) => <Row key={job.id} job={job} zone={zone} />)}</tbody>
    </table>
  );
}

/** JSON spread over lines, or the text as it is. */
function readable(args: string): string {
  try {
    return JSON.stringify(JSON.parse(args), null, 2);
  } catch {
    return args;
  }
}

function Row({ job, zone }: { job: DeadJob; zone: string }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const retry = useMutation({
    mutationFn: () => retryJob(job.id),
    onSuccess: () => message.success(t('jobs.retried')),
    onError: (error) => message.error(sentence(error)),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.dead }),
  });
  return (
    <tr>
      <td>
        <b>{job.kind}</b>
        <details><summary>{t('jobs.args')}</summary><pre>{readable(job.args)}</pre></details>
      </td>
      <td className="jobs-error">{job.error}</td>
      <td>{job.attempts}</td>
      <td><time dateTime={job.at}>{fullTime(Date.parse(job.at), zone)}</time></td>
      <td><Button size="small" loading={retry.isPending} onClick={() => retry.mutate()}>{t('jobs.retry')}</Button></td>
    </tr>
  );
}
