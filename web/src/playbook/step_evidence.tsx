import { Button, Checkbox } from 'antd';
import { useT } from '../i18n';
import { own } from './api';
import names from './names.json';
import { Told, usePut, type BodyProps } from './step';

/** What is there of the evidence; what is missing is asked for in one message. */
export function EvidenceStep(props: BodyProps) {
  const t = useT();
  const { step, run, english, save, mark, skip } = props;
  const put = usePut(props);
  const items = run.checklist.filter((each) => step.items?.includes(each.id));
  const missing = items.filter((each) => !step.got.includes(each.id));
  const complete = missing.every((each) => !each.required);
  const tick = (id: string) => {
    const got = step.got.includes(id) ? step.got.filter((each) => each !== id) : [...step.got, id];
    save.mutate({ steps: [{ id: step.id, state: 'put', got }] });
  };
  const ask = () => {
    const said = english ? names.evidence.en : names.evidence.zh;
    put(said.ask.replace('{list}', missing.map((each) => (english ? each.en : each.zh)).join(said.between)));
  };
  return (
    <>
      <Told step={step} />
      <ul className="guide-items">
        {items.map((each) => (
          <li key={each.id}><Checkbox checked={step.got.includes(each.id)} disabled={save.isPending} onChange={() => tick(each.id)}>{own(each)}{each.required && <i>*</i>}</Checkbox></li>
        ))}
      </ul>
      <div className="guide-acts">
        {missing.length > 0 && <Button size="small" type={complete ? 'default' : 'primary'} onClick={ask}>{t('guide.ask_evidence')}</Button>}
        {complete && <Button size="small" type="primary" loading={save.isPending} onClick={() => mark({ got: step.got })}>{t('guide.complete')}</Button>}
        {skip}
      </div>
    </>
  );
}
