import { CheckOutlined, DownOutlined, FormOutlined, MoreOutlined, RightOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import type { ConversationDetail, GuideStep, PlaybookGuide, PlaybookRun } from '../api/wire';
import { AskDialog } from '../complaint/ask';
import { tOr, useT } from '../i18n';
import { sentence } from '../ui/states';
import { useBegin, useChange } from './acts';
import { leave, own } from './api';
import { Known } from './known';
import { keys } from './keys';
import { useParting } from './parting';
import { count, parts } from './progress';
import { useSpoken } from './spoken';
import { StepNow } from './step';
import { Tips } from './tips';
import { lineOf } from './words';

const Choose = lazy(() => import('./choose'));
const Fast = lazy(() => import('./fast'));

export interface Shown {
  detail: ConversationDetail;
  guide: PlaybookGuide;
  run: PlaybookRun;
  english: boolean;
}

/** A playbook that is followed: the step that comes next, large; the others, small. */
export function Following(props: Shown) {
  const t = useT();
  const { detail, guide, run } = props;
  const [doing, setDoing] = useState<'switch' | 'fast' | 'ask'>();
  const [at, setAt] = useState(''); // another step that somebody wants to do now
  const { behind, now, ahead } = parts(run);
  const step = run.steps.find((each) => each.id === at) ?? now;
  const save = useChange(detail.conversation.id, run);
  useSpoken(detail.conversation.id, run, save);
  const { done, all } = count(run);
  const close = () => setDoing(undefined);
  return (
    <section className="panel-part guide" aria-label={t('guide.title')}>
      <header>
        <h3 title={own(run.reason)}>{own(run.title)}</h3>
        <span className="guide-count" aria-label={t('guide.count', { done, all })}>{done}/{all}</span>
        {guide.fast_lane && now && <Button size="small" type="link" icon={<FormOutlined />} title={t('guide.fast')} onClick={() => setDoing('fast')}>{t('guide.fast_short')}</Button>}
        <More run={run} detail={detail} onSwitch={() => setDoing('switch')} />
      </header>
      <i className="bar guide-bar"><i style={{ width: `${(done / Math.max(all, 1)) * 100}%` }} /></i>
      <Newer {...props} />
      <Behind steps={behind} said={guide.restatement} onStep={setAt} />
      {step ? <StepNow key={step.id} {...props} step={step} save={save} onDone={() => setAt('')} /> : <p className="guide-end">{t('guide.all_done')}</p>}
      <Ahead steps={ahead.filter((each) => each.id !== step?.id)} said={guide.restatement} onStep={setAt} />
      <Known run={run} save={save} />
      {(!now || now.kind === 'close' || now.stage === 'closed') && <Tips guide={guide} detail={detail} />}
      {doing === 'switch' && <Suspense><Choose detail={detail} guide={guide} onClose={close} /></Suspense>}
      {doing === 'fast' && <Suspense><Fast {...props} save={save} onClose={close} onAsk={() => setDoing('ask')} /></Suspense>}
      {doing === 'ask' && <Ask detail={detail} guide={guide} onClose={close} />}
    </section>
  );
}

/** Asks the buyer for the outcome, after all was taken down at once. */
function Ask({ detail, guide, onClose }: { detail: ConversationDetail; guide: PlaybookGuide; onClose(): void }) {
  const parting = useParting(detail.conversation.id);
  const complaint = detail.cases.find((each) => each.id === guide.case_id);
  return complaint ? <AskDialog complaint={complaint} zone={detail.conversation.shop.zone} parting={parting} onClose={onClose} /> : null;
}

function More({ run, detail, onSwitch }: { run: PlaybookRun; detail: ConversationDetail; onSwitch(): void }) {
  const t = useT();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const stop = useMutation({
    mutationFn: () => leave(run),
    onSettled: () => cache.invalidateQueries({ queryKey: keys.guide(detail.conversation.id) }),
    onError: (error) => void message.error(sentence(error)),
  });
  const items = [
    { key: 'switch', label: t('guide.switch'), onClick: onSwitch },
    { key: 'stop', label: t('guide.stop'), onClick: () => stop.mutate() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button size="small" type="text" aria-label={t('guide.more')} icon={<MoreOutlined />} loading={stop.isPending} />
    </Dropdown>
  );
}

/** Tells that another edition was published, or that the playbook is not in use any more. */
function Newer({ detail, guide, run }: Shown) {
  const t = useT();
  const go = useBegin(detail, guide, undefined);
  if (run.retired) return <p className="guide-newer">{t('guide.retired')}</p>;
  if (!run.newer) return null;
  return (
    <p className="guide-newer">
      {t('guide.newer')}
      <Button size="small" type="link" loading={go.isPending} onClick={() => go.mutate({ name: run.name, how: 'hand', reason: { zh: '', en: '' }, instead: run.version })}>{t('guide.take_newer')}</Button>
    </p>
  );
}

interface LinesProps {
  steps: GuideStep[];
  /** What was understood. */
  said: string;
  onStep(id: string): void;
}

/** What is behind, folded away; every one may be looked at again. */
function Behind({ steps, said, onStep }: LinesProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (steps.length === 0) return null;
  return (
    <div className="guide-behind">
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? <DownOutlined /> : <RightOutlined />} {t('guide.behind', { n: steps.length })}</button>
      {open && (
        <ul>
          {steps.map((each) => (
            <li key={each.id} className={`guide-line guide-${each.state}`}>
              <button type="button" onClick={() => onStep(each.id)}>
                {each.state === 'done' ? <CheckOutlined /> : <i />} {lineOf(each, said)}
              </button>
              {each.state !== 'done' && <em>{each.reason ? tOr(`guide.reason.${each.reason}`, each.reason) : tOr(`guide.state.${each.state}`, each.state)}</em>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

const few = 2;

/** What comes after the next step, as far as can be told. */
function Ahead({ steps, said, onStep }: LinesProps) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (steps.length === 0) return null;
  const shown = open ? steps : steps.slice(0, few);
  return (
    <div className="guide-ahead">
      <ul>
        {shown.map((each) => (
          <li key={each.id} className="guide-line">
            <button type="button" onClick={() => onStep(each.id)}><i />{tOr(`guide.kind.${each.kind}`, each.kind)} · {lineOf(each, said)}</button>
          </li>
        ))}
      </ul>
      {steps.length > few && <Button size="small" type="link" onClick={() => setOpen(!open)}>{t(open ? 'guide.fold' : 'guide.rest', { n: steps.length - few })}</Button>}
    </div>
  );
}
