import { Button, Checkbox } from 'antd';
import { useT } from '../i18n';
import { own } from './api';
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
    const list = missing.map((each) => (english ? each.en : each.zh)).join(english ? ', ' : '、');
    put(english ? `Could you send me, when it suits you: ${list}? It helps me to settle this sooner.` : `方便的话请发我：${list}。有了这些，我就能更快帮您办好。`);
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
