import { DeadJobs } from '../admin/dead_jobs';
import { may, useMe } from '../identity/api';
import { zoneOf } from './shops';
import { NotFound } from './not_found';

export function JobsPage() {
  const me = useMe();
  return may(me, 'jobs.manage') ? <DeadJobs zone={zoneOf(me)} /> : <NotFound />;
}
