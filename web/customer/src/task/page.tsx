import { useState } from 'preact/hooks';
import { t, type Key } from '../i18n';
import { useNow } from '../ui/clock';
import { useStore } from '../ui/store';
import { momentOf } from '../ui/when';
import { Acts } from './acts';
import type { Desk } from './desk';
import { Photos } from './photos';
import type { Task } from './wire';

const states: Record<Task['state'], Key> = {
  pending: 'task.pending', open: 'task.open', taken: 'task.taken', waiting_buyer: 'task.waiting_buyer', handed_back: 'task.handed_back', done: 'task.done', withdrawn: 'task.withdrawn',
};

/** One ticket, and what may be done with it. */
export function Page({ desk }: { desk: Desk }) {
  const { task, refused, away, overtaken } = useStore(desk);
  return (
    <div class="page task">
      <header class="page-head">
        <p>{task && `${task.shop} \u00b7 ${task.department}`}</p>
        <h1>{task ? task.title : t('task.page')}</h1>
      </header>
      <p class="page-line" role="status">{away && task && t('error.network')}</p>
      <main>
        {overtaken && task && <p class="card overtaken" role="alert">{t(task.state === 'open' || task.state === 'taken' || task.state === 'waiting_buyer' ? 'task.overtaken' : 'task.overtaken_end')}</p>}
        {task && <About desk={desk} task={task} />}
        {task && <Acts desk={desk} task={task} />}
        {!task && !refused && !away && <p class="page-note">{t('task.loading')}</p>}
        {!task && away && (
          <div class="card" role="alert">
            <p>{t('error.network')}</p>
            <button class="plain-button" onClick={() => void desk.look()}>{t('app.retry')}</button>
          </div>
        )}
        {refused && (
          <section class="card gone" role="alert">
            <h2>{t('task.over')}</h2>
            <p>{refused}</p>
          </section>
        )}
      </main>
    </div>
  );
}

function About({ desk, task }: { desk: Desk; task: Task }) {
  const [whole, setWhole] = useState('');
  const asked = task.form.filter(({ id, when }) => task.fields[id] && (when === 'sending' || task.state === 'done'));
  return (
    <section class="card">
      <p class="case-about"><span>{task.type}</span><span>{task.number}</span></p>
      <p class={`task-state task-${task.state}`}>{t(states[task.state])}{task.worker && ` \u00b7 ${task.worker}`}</p>
      <Due desk={desk} task={task} />
      {task.note && <p class="task-note">{task.note}</p>}
      {task.text && <p class="task-text">{task.text}</p>}
      {asked.length > 0 && <dl class="task-fields">{asked.map(({ id, name }) => <div key={id}><dt>{name}</dt><dd>{task.fields[id]}</dd></div>)}</dl>}
      {task.progress && <p class="task-text">{t('task.progress', { text: task.progress })}</p>}
      {task.result && <p class="task-text">{t('task.result', { text: task.result })}</p>}
      <Photos desk={desk} files={task.files} onShow={setWhole} />
      {whole && <button class="task-whole" aria-label={t('task.close_photo')} onClick={() => setWhole('')}><img src={whole} alt="" /></button>}
    </section>
  );
}

function Due({ desk, task: { due_at: due, state, left_minutes: left, zone } }: { desk: Desk; task: Task }) {
  const now = useNow(desk.clock, due !== null);
  if (state === 'waiting_buyer') return <p class="task-due">{t('task.left', { n: left })}</p>;
  if (!due) return null;
  const at = Date.parse(due);
  return <p class={at <= now ? 'task-due late' : 'task-due'}>{t(at <= now ? 'task.late' : 'task.due', { time: momentOf(at, now, zone) })}</p>;
}
