import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Overview, TeamMember } from '../api/wire';
import { useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { ago, running } from '../ui/time';
import { overviewQuery, refetchInterval, teamQuery } from './api';
import { State } from './state';
import '../ui/settings.css';
import './team.css';

interface Props {
  /** Empty for all shops. */
  shop: string;
  zone: string;
  /** Whether the numbers of the whole team may be seen. */
  supervises: boolean;
}

/** How the team is doing: where buyers wait, who is there, who has how much. */
export function TeamPage({ shop, zone, supervises }: Props) {
  const t = useT();
  const { data, error, refetch } = useQuery({ ...teamQuery(shop), refetchInterval });
  return (
    <main className="team-page" aria-label={t('team.title')}>
      <header className="team-head">
        <h1>{t('team.title')}</h1>
        {supervises && <Link to="/liability">{t('team.liability')}</Link>}
      </header>
      {supervises && <Health shop={shop} />}
      {!data && (error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={5} avatar />)}
      {data?.length === 0 && <Empty title={t('team.nobody')} hint={t('team.nobody_hint')} />}
      {data && data.length > 0 && <People people={data} zone={zone} />}
    </main>
  );
}

function Health({ shop }: { shop: string }) {
  const { data, error, refetch } = useQuery(overviewQuery(shop));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />;
  return <Tiles now={data} />;
}

function Tiles({ now: { waiting, respond_by_missed: missed, unassigned, cases, commitments, people } }: { now: Overview }) {
  const t = useT();
  const open = cases.critical + cases.high + cases.normal + cases.low;
  const bad = cases.critical + cases.high;
  return (
    <ul className="tiles" aria-label={t('team.health')}>
      <Tile label={t('team.waiting')} value={waiting.count}>
        {waiting.longest_since && waiting.longest_conversation_id && <Longest since={waiting.longest_since} id={waiting.longest_conversation_id} />}
      </Tile>
      <Tile label={t('team.missed')} value={missed} bad={missed > 0}>{t('team.missed_hint')}</Tile>
      <Tile label={t('team.unassigned')} value={unassigned} />
      <Tile label={t('team.away')} value={waiting.away} bad={waiting.away > 0}>{t('team.away_hint')}</Tile>
      <Tile label={t('team.cases')} value={open}>{t('team.cases_bad', { n: bad })}</Tile>
      <Tile label={t('team.overdue')} value={commitments.overdue} bad={commitments.overdue > 0}>{t('team.due_today', { n: commitments.due_today })}</Tile>
      <Tile label={t('team.online')} value={people.online}>{t('team.others', { pause: people.break, offline: people.offline })}</Tile>
    </ul>
  );
}

function Tile({ label, value, bad, children }: { label: string; value: number; bad?: boolean; children?: React.ReactNode }) {
  return (
    <li className={bad ? 'tile tile-bad' : 'tile'}>
      <span>{label}</span>
      <strong>{value >= most ? `${most}+` : value}</strong>
      <p>{children}</p>
    </li>
  );
}

// The server counts no further.
const most = 1000;

function Longest({ since, id }: { since: string; id: string }) {
  const t = useT();
  const waited = useNow() - Date.parse(since);
  return <Link to="/c/$id" params={{ id }}>{t('team.longest', { time: running(Math.max(0, waited)) })}</Link>;
}

const order = { online: 0, break: 1, offline: 2 };

function People({ people, zone }: { people: TeamMember[]; zone: string }) {
  const t = useT();
  const now = useNow();
  const sorted = [...people].sort((a, b) => order[a.state] - order[b.state] || b.waiting - a.waiting);
  return (
    <div className="team-list">
      <table className="list-table">
        <thead>
          <tr><th>{t('team.person')}</th><th>{t('team.state')}</th><th>{t('team.conversations')}</th><th>{t('team.their_waiting')}</th><th>{t('team.their_overdue')}</th><th><span className="hidden">{t('team.acts')}</span></th></tr>
        </thead>
        <tbody>
          {sorted.map((each) => (
            <tr key={each.id}>
              <td><span className="team-who"><Avatar name={each.name} id={each.id} size={28} />{each.name}</span></td>
              <td><State state={each.state} />{each.since && ` · ${ago(Date.parse(each.since), now, zone)}`}</td>
              <td>{each.open_conversations}</td>
              <td className={each.waiting > 0 && each.state !== 'online' ? 'bad' : undefined}>{each.waiting}</td>
              <td className={each.overdue > 0 ? 'bad' : undefined}>{each.overdue}</td>
              <td className="list-acts"><Link to="/" search={{ assignee: each.id }}>{t('team.look')}</Link></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
