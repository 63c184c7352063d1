import { useRef, useState } from 'preact/hooks';
import { useAnswer } from '../complaint/question';
import { t } from '../i18n';
import type { Desk } from './desk';
import type { Field, Task } from './wire';

interface Props {
  desk: Desk;
  task: Task;
}

/** What whoever holds the link may do: say who they are, take it, report, add photos, finish, hand back. */
export function Acts({ desk, task }: Props) {
  if (task.state === 'done') return <p class="page-note">{t('task.done_note')}</p>;
  if (task.state === 'handed_back') return <p class="page-note">{t('task.handed_back_note')}</p>;
  if (task.state === 'pending') return <p class="page-note">{t('task.pending_note')}</p>;
  if (task.state === 'withdrawn') return null;
  return (
    <>
      <Who desk={desk} task={task} />
      <Working desk={desk} />
      <Finish desk={desk} task={task} />
      <HandBack desk={desk} />
    </>
  );
}

function Who({ desk, task }: Props) {
  const { busy, error, send } = useAnswer();
  const mine = task.worker !== '' && task.worker === desk.name.trim();
  return (
    <form class="card task-form" onSubmit={(event) => (event.preventDefault(), void send(desk.take))}>
      <label>
        {t('task.name')}
        <input value={desk.name} maxLength={20} autocomplete="name" placeholder={t('task.name_example')} onInput={(event) => desk.call(event.currentTarget.value)} />
      </label>
      {!mine && <div class="choices"><button class="strong" disabled={busy || !desk.name.trim()}>{t(task.worker ? 'task.take_over' : 'task.take')}</button></div>}
      {error && <p class="reason" role="alert">{error}</p>}
    </form>
  );
}

function Working({ desk }: { desk: Desk }) {
  const { busy, error, send } = useAnswer();
  const photo = useAnswer();
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    void send(async () => {
      await desk.report(text);
      setText('');
    });
  };
  const pick = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    void photo.send(async () => {
      for (const each of files) await desk.add(each);
    });
  };
  return (
    <form class="card task-form" onSubmit={submit}>
      <label>
        {t('task.report')}
        <input value={text} maxLength={500} placeholder={t('task.report_example')} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <div class="choices">
        <button type="submit" disabled={busy || !text.trim() || !desk.name.trim()}>{t('task.send_report')}</button>
        <button type="button" disabled={photo.busy || !desk.name.trim()} onClick={() => picker.current?.click()}>{t(photo.busy ? 'task.adding_photo' : 'task.add_photo')}</button>
      </div>
      <input ref={picker} class="hidden" type="file" accept="image/*,application/pdf" multiple tabIndex={-1} aria-label={t('task.add_photo')} onChange={pick} />
      {(error || photo.error) && <p class="reason" role="alert">{error || photo.error}</p>}
    </form>
  );
}

function Finish({ desk, task }: Props) {
  const { busy, error, send } = useAnswer();
  const [result, setResult] = useState('');
  const [fields, setFields] = useState<Record<string, string>>({});
  const asked = task.form.filter(({ when }) => when === 'result');
  const ready = result.trim() && desk.name.trim() && asked.every(({ id, required }) => !required || fields[id]?.trim());
  const filled = Object.fromEntries(Object.entries(fields).filter(([, value]) => value.trim()));
  return (
    <form class="card task-form" onSubmit={(event) => (event.preventDefault(), void send(() => desk.finish(result, filled)))}>
      <h2>{t('task.finish_title')}</h2>
      {asked.map((each) => <Question key={each.id} field={each} value={fields[each.id] ?? ''} onChange={(value) => setFields({ ...fields, [each.id]: value })} />)}
      <label>
        {t('task.result_label')}
        <textarea rows={3} maxLength={1000} value={result} onInput={(event) => setResult(event.currentTarget.value)} />
      </label>
      <div class="choices"><button class="strong" disabled={busy || !ready}>{t('task.finish')}</button></div>
      {error && <p class="reason" role="alert">{error}</p>}
    </form>
  );
}

function Question({ field, value, onChange }: { field: Field; value: string; onChange(value: string): void }) {
  const name = field.required ? `${field.name} *` : field.name;
  if (field.kind === 'choice') {
    return (
      <label>
        {name}
        <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">{t('task.choose')}</option>
          {(field.options ?? []).map((each) => <option key={each} value={each}>{each}</option>)}
        </select>
      </label>
    );
  }
  if (field.kind === 'date') return <label>{name}<input type="date" value={value} onInput={(event) => onChange(event.currentTarget.value)} /></label>;
  return <label>{name}<input inputMode={field.kind === 'number' ? 'decimal' : 'text'} maxLength={500} value={value} onInput={(event) => onChange(event.currentTarget.value)} /></label>;
}

function HandBack({ desk }: { desk: Desk }) {
  const { busy, error, send } = useAnswer();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  if (!open) return <div class="page-foot"><button class="plain-link" onClick={() => setOpen(true)}>{t('task.cannot')}</button></div>;
  return (
    <form class="card task-form" onSubmit={(event) => (event.preventDefault(), void send(() => desk.handBack(reason)))}>
      <label>
        {t('task.hand_back_why')}
        <input value={reason} maxLength={500} autofocus onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <div class="choices">
        <button type="button" onClick={() => setOpen(false)}>{t('task.keep')}</button>
        <button type="submit" disabled={busy || !reason.trim() || !desk.name.trim()}>{t('task.hand_back')}</button>
      </div>
      {error && <p class="reason" role="alert">{error}</p>}
    </form>
  );
}
