import { RobotOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { RecordEntry } from '../api/wire';
import { tOr, useT } from '../i18n';
import { Avatar } from '../ui/avatar';
import { fullTime } from '../ui/time';
import { differences } from './differences';
import { labelOf, useValueWords, wordsOf } from './record_words';

interface Props {
  entry: RecordEntry;
  zone: string;
  onConversation(id: string): void;
}

/** One change: when, who, what, and what exactly. */
export function RecordRow({ entry, zone, onConversation }: Props) {
  const t = useT();
  const kind = entry.subject.slice(0, entry.subject.indexOf('/'));
  const conversation = entry.conversation_id;
  return (
    <tr>
      <td><time dateTime={entry.at}>{fullTime(Date.parse(entry.at), zone)}</time></td>
      <td><Who entry={entry} /></td>
      <td>
        <b>{tOr(`verb.${entry.verb}`, entry.verb)}</b>
        <span className="record-about">
          {tOr(`record.kind.${kind}`, kind)}{' '}
          {conversation ? <Button type="link" size="small" onClick={() => onConversation(conversation)}>{entry.about || t('record.unnamed')}</Button> : entry.about || t('record.unnamed')}
        </span>
      </td>
      <td><Detail entry={entry} zone={zone} /></td>
    </tr>
  );
}

/** The name that somebody gave who worked by a link. */
function givenName(payload: string): string {
  return /"by_link":"((?:[^"\\]|\\.)*)"/.exec(payload)?.[1] ?? '';
}

function Who({ entry: { actor, payload } }: Pick<Props, 'entry'>) {
  const t = useT();
  if (actor.id.startsWith('link/')) return <span className="record-who">{t('record.by_link', { name: givenName(payload) })}</span>;
  if (!actor.name) return <span className="record-who"><RobotOutlined />{t(actor.id === 'system' ? 'timeline.system' : actor.id === 'automation' ? 'timeline.automation' : 'timeline.buyer')}</span>;
  return <span className="record-who"><Avatar name={actor.name} id={actor.id} size={22} />{actor.name}</span>;
}

/** As many as are read at a glance; the rest opens. */
const few = 3;

function Detail({ entry, zone }: Pick<Props, 'entry' | 'zone'>) {
  const t = useT();
  const words = useValueWords(zone);
  const all = differences(entry.payload, entry.before);
  if (!entry.payload) return <span className="quiet">{t('record.erased')}</span>;
  const line = (each: (typeof all)[number]) => <li key={each.path}><span>{labelOf(each.path)}</span>{wordsOf(each, entry.before !== '', words)}</li>;
  return (
    <>
      <ul className="record-detail">{all.slice(0, few).map(line)}</ul>
      {all.length > few && (
        <details>
          <summary>{t('record.more', { n: all.length - few })}</summary>
          <ul className="record-detail">{all.slice(few).map(line)}</ul>
        </details>
      )}
    </>
  );
}
