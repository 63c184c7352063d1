import { MessageOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useChange } from '../api/change';
import type { Department, Robot, Shop } from '../api/wire';
import { useT } from '../i18n';
import { departmentsQuery } from '../identity/people_api';
import { useNow } from '../ui/clock';
import { Empty, Failure, Loading } from '../ui/states';
import { Problem } from '../ui/problem';
import { dayTime } from '../ui/time';
import { events, linesQuery, pauseRobot, removeRobot, robotsQuery, testRobot, useRobotsChanged } from './api';
import { RobotDialog } from './robot_dialog';
import './robot.css';

/** The robots that tell groups of chat programs what happens to the tickets of a shop. */
export function RobotsPart({ shop }: { shop: Shop }) {
  const t = useT();
  const { data, error, refetch } = useQuery(robotsQuery(shop.id));
  const departments = useQuery(departmentsQuery(shop.id));
  const [edited, setEdited] = useState<Robot | 'new'>();
  if (!data || !departments.data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={4} />;
  const add = <Button type={data.items.length === 0 ? 'primary' : 'default'} icon={<PlusOutlined />} onClick={() => setEdited('new')}>{t('robots.add')}</Button>;
  return (
    <section className="settings-part">
      <h2>{t('robots.title')}</h2>
      <p className="quiet">{t('robots.hint')}</p>
      {data.items.length === 0 && <Empty icon={<MessageOutlined />} title={t('robots.none')} hint={t('robots.none_hint')} action={add} />}
      <ul className="robots">
        {data.items.map((each) => <Card key={each.id} robot={each} shop={shop} departments={departments.data.items} onEdit={() => setEdited(each)} />)}
      </ul>
      {data.items.length > 0 && add}
      {edited && <RobotDialog shop={shop} departments={departments.data.items} robot={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} />}
    </section>
  );
}

function State({ robot }: { robot: Robot }) {
  const t = useT();
  const state = robot.paused_for || (robot.last_error ? 'fails' : 'speaks');
  return <span className={`tag robot-${state}`}>{t(`robots.state.${state}`)}</span>;
}

interface CardProps {
  robot: Robot;
  shop: Shop;
  departments: Department[];
  onEdit(): void;
}

function Card({ robot, shop, departments, onEdit }: CardProps) {
  const t = useT();
  const now = useNow();
  const { message, modal } = App.useApp();
  const refresh = useRobotsChanged();
  const [open, setOpen] = useState(false);
  const test = useChange({ save: () => testRobot(robot), saved: ({ last_error: wrong }) => (wrong || void message.success(t('robots.tested')), refresh()), refresh });
  const pause = useChange({ save: () => pauseRobot(robot, robot.paused_for === ''), saved: refresh, refresh });
  const remove = useChange({ save: () => removeRobot(robot), saved: refresh, refresh });
  const ask = () => void modal.confirm({
    title: t('robots.remove_ask', { name: robot.name }), content: t('robots.remove_hint'), okText: t('robots.remove'), cancelText: t('act.cancel'),
    okButtonProps: { danger: true }, onOk: () => remove.mutateAsync().catch(() => undefined),
  });
  const whose = departments.find((each) => each.id === robot.department_id)?.name ?? t('robots.all_departments');
  const zone = shop.hours.zone;
  return (
    <li className="robot" aria-label={robot.name}>
      <header>
        <b>{robot.name}</b>
        <State robot={robot} />
        <span className="quiet">{t(`robots.kind.${robot.kind}`)} · {whose} · {robot.host}…{robot.tail}</span>
      </header>
      <p className="robot-hears">{events.filter((each) => robot.hears.includes(each)).map((each) => <span key={each} className="tag">{t(`robots.hears.${each}`)}</span>)}</p>
      <p className="quiet">{robot.said_at ? t('robots.said_at', { time: dayTime(Date.parse(robot.said_at), now, zone) }) : t('robots.said_never')}</p>
      {robot.last_error && <p className="robot-error">{robot.last_error}</p>}
      <div className="robot-acts">
        <Button size="small" loading={test.isPending} onClick={() => test.mutate()}>{t('robots.test')}</Button>
        <Button size="small" onClick={onEdit}>{t('robots.edit')}</Button>
        <Button size="small" loading={pause.isPending} onClick={() => pause.mutate()}>{t(robot.paused_for ? 'robots.resume' : 'robots.pause')}</Button>
        <Button size="small" type="link" aria-expanded={open} onClick={() => setOpen(!open)}>{t('robots.lines')}</Button>
        <span className="grow" />
        <Button size="small" type="text" danger loading={remove.isPending} onClick={ask}>{t('robots.remove')}</Button>
      </div>
      <Problem error={test.error ?? pause.error ?? remove.error} conflict={pause.conflict || remove.conflict} />
      {open && <Lines id={robot.id} zone={zone} />}
    </li>
  );
}

function Lines({ id, zone }: { id: string; zone: string }) {
  const t = useT();
  const now = useNow();
  const { data, error, refetch } = useQuery(linesQuery(id));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={2} />;
  if (data.items.length === 0) return <p className="quiet">{t('robots.no_lines')}</p>;
  return (
    <table className="list-table">
      <tbody>
        {data.items.map((each) => (
          <tr key={each.id}>
            <td>{dayTime(Date.parse(each.at), now, zone)}</td>
            <td>{t(`robots.hears.${each.event}`)}</td>
            <td>{t(`robots.line.${each.state}`)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
