import { TeamOutlined, UserAddOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { User } from '../api/wire';
import { useT } from '../i18n';
import { Empty, Failure, Loading } from '../ui/states';
import '../ui/settings.css';
import './people.css';
import { AddPerson } from './add_person';
import { PersonDialog, type Act } from './person_dialogs';
import { PersonRow } from './person_row';
import { PeopleFilter } from './people_filter';
import { peopleQuery, type Filter } from './people_api';

interface Props {
  filter: Filter;
  onFilter(filter: Filter): void;
}

/** Who works here, and what each may do where. */
export function People({ filter, onFilter }: Props) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const [round, setRound] = useState(0);
  const people = useInfiniteQuery(peopleQuery(filter));
  const list = people.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.values(filter).some(Boolean);
  const unfilter = () => {
    setRound(round + 1);
    onFilter({});
  };
  const add = <Button type="primary" icon={<UserAddOutlined />} onClick={() => setAdding(true)}>{t('people.add')}</Button>;
  return (
    <main className="page">
      <header className="page-head">
        <div><h1>{t('people.title')}</h1><p>{t('people.hint')}</p></div>
        {add}
      </header>
      <PeopleFilter key={round} words={round === 0 ? (filter.words ?? '') : ''} filter={filter} onFilter={onFilter} />
      <div className="page-card">
        {people.isPending && <Loading rows={6} avatar />}
        {people.isError && list.length === 0 && <Failure error={people.error} retry={() => void people.refetch()} />}
        {people.isSuccess && list.length === 0 && (
          <Empty
            icon={<TeamOutlined />} title={t('people.none')} hint={t(filtered ? 'people.none_filtered' : 'people.none_hint')}
            action={filtered ? <Button onClick={unfilter}>{t('people.unfilter')}</Button> : add}
          />
        )}
        {list.length > 0 && <Table list={list} />}
        {people.hasNextPage && <Button type="text" block loading={people.isFetchingNextPage} onClick={() => void people.fetchNextPage()}>{t('notice.more')}</Button>}
      </div>
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </main>
  );
}

function Table({ list }: { list: User[] }) {
  const t = useT();
  const [doing, setDoing] = useState<{ id: string; act: Act; user: User }>();
  // The newest that is known of the person, or, when the filter hides them by now, the last that was.
  const user = list.find((each) => each.id === doing?.id) ?? doing?.user;
  return (
    <>
      <table className="list-table members">
        <thead>
          <tr><th>{t('people.person')}</th><th>{t('people.roles')}</th><th>{t('people.state')}</th><th><span className="hidden">{t('people.acts')}</span></th></tr>
        </thead>
        <tbody>{list.map((each) => <PersonRow key={each.id} user={each} onAct={(act) => setDoing({ id: each.id, act, user: each })} />)}</tbody>
      </table>
      {doing && user && <PersonDialog act={doing.act} user={user} onClose={() => setDoing(undefined)} />}
    </>
  );
}
