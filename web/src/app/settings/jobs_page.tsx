import { DeadJobs } from '../../admin/dead_jobs';
import { useMe } from '../../identity/api';
import { zoneOf } from '../shops';

export function JobsPage() {
  return <DeadJobs zone={zoneOf(useMe())} />;
}
