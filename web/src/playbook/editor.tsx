import { ArrowLeftOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import type { PlaybookDetail, PlaybookForm, PlaybookReport, PlaybookShelf, PlaybookTrial } from '../api/wire';
import { useT } from '../i18n';
import { Problem } from '../ui/problem';
import { Failure, Loading } from '../ui/states';
import { own } from './api';
import { Doors } from './doors';
import { Flow } from './flow';
import { History } from './history';
import { keys } from './keys';
import { MetaForm } from './meta_form';
import { Problems } from './problems';
import { Standing } from './shelf';
import { examine, playbookQuery, write } from './shelf_api';
import { StepForm } from './step_form';
import { addAfter, moved, without } from './steps';
import { TryBox } from './try_box';

interface Props {
  shop: string;
  zone: string;
  id: string;
  shelf: PlaybookShelf;
  edits: boolean;
  onClose(): void;
}

/** A playbook of a shop: its draft as a flow and as forms, what is wrong with it, and what was published. */
export function Editor(props: Props) {
  const { data, error, refetch } = useQuery(playbookQuery(props.id));
  if (!data) return error ? <Failure error={error} retry={() => void refetch()} /> : <Loading rows={8} />;
  return <Desk {...props} playbook={data} />;
}

function Desk({ shop, zone, shelf, edits, playbook, onClose }: Props & { playbook: PlaybookDetail }) {
  const t = useT();
  const cache = useQueryClient();
  const [seen, setSeen] = useState(playbook); // the version that the form belongs to
  const [form, setForm] = useState<PlaybookForm>();
  const [chosen, setChosen] = useState('');
  const [trial, setTrial] = useState<PlaybookTrial>();
  const shown = form ?? playbook.report.form;
  const report = useLook(shop, form) ?? playbook.report;
  const fresh = () => cache.invalidateQueries({ queryKey: keys.all });
  const save = useMutation({
    mutationFn: () => write(form ? seen : playbook, { form: shown }),
    onSuccess: async (saved) => {
      setForm(undefined);
      cache.setQueryData(keys.one(playbook.id), saved);
      await fresh();
    },
    onError: () => fresh(),
  });
  const change = (next: PlaybookForm) => {
    if (!form) setSeen(playbook);
    setTrial(undefined);
    setForm(next);
  };
  const step = shown.steps.find((each) => each.id === chosen);
  return (
    <>
      <Head playbook={playbook} form={shown} onClose={onClose}>
        {edits && form && <Button onClick={() => setForm(undefined)}>{t('playbook.discard')}</Button>}
        {edits && <Button type="primary" ghost disabled={!form} loading={save.isPending} onClick={() => save.mutate()}>{t('playbook.save')}</Button>}
        <Doors shop={shop} playbook={playbook} unsaved={!!form} edits={edits} onDone={fresh} onGone={onClose} />
      </Head>
      <Problem error={save.error} />
      <Problems report={report} onStep={setChosen} />
      <div className="playbook-desk">
        <div className="page-card playbook-flow">
          <button type="button" className="flow-step flow-head" aria-pressed={chosen === ''} onClick={() => setChosen('')}><span className="flow-kind">{t('playbook.whole')}</span><span className="flow-text">{t('playbook.whole_hint')}</span></button>
          <Flow form={shown} facts={shelf.facts} report={report} trial={trial} chosen={chosen} onChoose={setChosen} />
        </div>
        <fieldset className="page-card playbook-form" disabled={!edits}>
          {step
            ? (
              <StepForm
                key={step.id} form={shown} step={step} shelf={shelf} report={report} edits={edits} onChange={(next) => {
                  change({ ...shown, steps: shown.steps.map((each) => (each.id === step.id ? next : each)) });
                  if (next.id !== step.id) setChosen(next.id);
                }}
                onMove={(by) => change(moved(shown, step.id, by))} onRemove={() => (change(without(shown, step.id)), setChosen(''))}
                onAdd={(kind) => { const [next, id] = addAfter(shown, step.id, kind); change(next); setChosen(id); }}
              />
            )
            : <MetaForm form={shown} shelf={shelf} report={report} onChange={change} />}
        </fieldset>
      </div>
      <TryBox shop={shop} form={shown} facts={shelf.facts} trial={trial} onTrial={setTrial} />
      <History playbook={playbook} zone={zone} edits={edits} onDone={fresh} />
    </>
  );
}

function Head({ playbook, form, onClose, children }: { playbook: PlaybookDetail; form: PlaybookForm; onClose(): void; children: ReactNode }) {
  const t = useT();
  return (
    <header className="playbook-head">
      <Button type="text" icon={<ArrowLeftOutlined />} aria-label={t('playbook.back')} onClick={onClose} />
      <h2>{own(form.title) || playbook.name}</h2>
      <Standing playbook={playbook} />
      <span className="grow" />
      {children}
    </header>
  );
}

const rest = 500; // ms after the last key

/** What the form is like, a moment after it was changed. */
function useLook(shop: string, form: PlaybookForm | undefined): PlaybookReport | undefined {
  const [report, setReport] = useState<PlaybookReport>();
  useEffect(() => {
    if (!form) return;
    let over = false;
    const look = setTimeout(() => void examine(shop, { form }).then((got) => over || setReport(got), () => undefined), rest);
    return () => {
      over = true;
      clearTimeout(look);
    };
  }, [shop, form]);
  return form && report;
}
