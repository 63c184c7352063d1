import { useQuery } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Conversation, Heard } from '../api/wire';
import { draftOf } from '../conversation/draft';
import { tOr, useT } from '../i18n';
import { useMe } from '../identity/api';
import { heardQuery } from './api';
import { Corrections, FixButton } from './corrections';
import { senseOf, type Fix } from './fix';
import { Parting } from './parting';
import { Moods } from './moods';
import './listening.css';

const FixDialog = lazy(() => import('./fix_dialog'));

interface Props {
  conversation: Conversation;
  /** Whether the actor may answer, so that words are of use to them. */
  mayReply: boolean;
  /** Goes to a message. */
  onMessage(seq: number): void;
  /** Opens the form for a case, if there is none yet. */
  onCase?: () => void;
}

/** What the engines hear: what is felt, what is threatened, what was told, what to ask next. People decide. */
export function Listening({ conversation, mayReply, onMessage, onCase }: Props) {
  const t = useT();
  const me = useMe();
  const [fixing, setFixing] = useState<Fix>();
  const { data: heard } = useQuery(heardQuery(conversation.id, conversation.head_seq));
  if (!heard || heard.turns.length === 0) return null;
  const write = (words: string) => draftOf(me.id, conversation.id).giveBack(words, []);
  const onFix = mayReply ? setFixing : undefined;
  const grave = (heard.severity === 'critical' || heard.severity === 'high') && heard.severity;
  return (
    <section className="panel-part heard" aria-label={t('heard.title')}>
      <header>
        <h3>{t('heard.title')}</h3>
        {grave && <span className={`heard-grave heard-${grave}`}>{t(`severity.${grave}`)}</span>}
      </header>
      <Moods turns={heard.turns} zone={conversation.shop.zone} onMessage={onMessage} onFix={onFix} />
      <Risks heard={heard} onMessage={onMessage} onFix={onFix} />
      <Told heard={heard} onMessage={onMessage} onFix={onFix} />
      <Scenarios heard={heard} onCase={onCase} onFix={onFix} />
      {mayReply && heard.questions.length > 0 && (
        <Part name="ask">
          <ul className="heard-asks">
            {heard.questions.map(({ ask, open }) => (
              <li key={ask}>
                <Tooltip title={t(open ? 'heard.open_question' : 'heard.closed_question')} placement="left">
                  <button type="button" onClick={() => write(tOr(`ask.${ask}`, ask))}>{tOr(`ask.${ask}`, ask)}</button>
                </Tooltip>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {mayReply && heard.restatement && (
        <Part name="restate">
          <p className="heard-restate">
            {heard.restatement}
            <Button size="small" type="link" onClick={() => write(heard.restatement)}>{t('heard.use')}</Button>
          </p>
        </Part>
      )}
      {mayReply && <Parting conversation={conversation.id} head={conversation.head_seq} onWords={write} />}
      <Corrections conversation={conversation.id} list={heard.corrections} mayUndo={mayReply} />
      {fixing && <Suspense><FixDialog conversation={conversation.id} fix={fixing} onClose={() => setFixing(undefined)} /></Suspense>}
    </section>
  );
}

interface Shown extends Pick<Props, 'onMessage'> {
  heard: Heard;
  onFix?: (fix: Fix) => void;
}

function Part({ name, children }: { name: 'risks' | 'facts' | 'about' | 'ask' | 'restate'; children: ReactNode }) {
  const t = useT();
  return <div className="heard-row"><h4>{t(`heard.${name}`)}</h4>{children}</div>;
}

/** Each leads to the words that show it. */
function Risks({ heard, onMessage, onFix }: Shown) {
  const t = useT();
  if (heard.risks.length === 0) return null;
  return (
    <Part name="risks">
      <ul className="heard-chips">
        {heard.risks.map((each) => (
          <li key={each.type}>
            <Tooltip title={t('heard.words', { words: each.text })}>
              <button type="button" className="heard-risk" onClick={() => onMessage(each.seq)}>
                {t(`risk.${each.type}`)}{each.under_way && <em>{t('heard.under_way')}</em>}
              </button>
            </Tooltip>
            <FixButton fix={{ what: 'risk', seq: each.seq, heard: { type: each.type, under_way: each.under_way } }} onFix={onFix} />
            {each.told.length > 0 && <small>{t('heard.told', { who: audience(t, each.told) })}</small>}
          </li>
        ))}
      </ul>
    </Part>
  );
}

const audience = (t: ReturnType<typeof useT>, told: string[]) => told.map((each) => tOr(`audience.${each}`, each)).join(t('need.and'));

function Told({ heard, onMessage, onFix }: Shown) {
  const t = useT();
  if (heard.facts.length === 0) return null;
  return (
    <Part name="facts">
      <ul className="heard-chips">
        {heard.facts.map((each) => (
          <li key={each.type + each.value}>
            <button type="button" className="heard-fact" onClick={() => onMessage(each.seq)}>
              <span>{t(`fact.${each.type}`)}</span> {factWords(t, each)}
            </button>
            <FixButton fix={{ what: 'fact', seq: each.seq, heard: senseOf(each) }} onFix={onFix} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function factWords(t: ReturnType<typeof useT>, { type, value, fen, carrier }: Heard['facts'][number]): string {
  switch (type) {
    case 'amount': return t('heard.yuan', { yuan: String(fen / 100) });
    case 'contacts': return t('heard.times', { n: value });
    case 'wait': return lasted(t, value);
    case 'tracking_no': return carrier ? `${value} · ${carrier}` : value;
    default: return value;
  }
}

/** P3D and PT2H in words. */
function lasted(t: ReturnType<typeof useT>, iso: string): string {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(iso) ?? [];
  if (days) return t('heard.days', { n: days });
  if (hours) return t('heard.hours', { n: hours });
  return minutes ? t('heard.minutes', { n: minutes }) : iso;
}

function Scenarios({ heard, onCase, onFix }: Pick<Shown, 'heard' | 'onFix'> & Pick<Props, 'onCase'>) {
  const t = useT();
  const [first] = heard.scenarios;
  if (!first && !(onFix && heard.about > 0)) return null;
  return (
    <Part name="about">
      <p className="heard-about">
        {heard.scenarios.slice(0, 3).map(({ id, score }, index) => (
          <span key={id} className={index === 0 ? 'heard-first' : ''}>{tOr(`scenario.${id}`, id)} <em>{Math.round(score * 100)}%</em></span>
        ))}
        {!first && <span>{t('heard.unsure')}</span>}
        <FixButton fix={{ what: 'scenario', seq: heard.about, heard: { type: first?.id ?? '' } }} onFix={onFix} />
        {onCase && <Button size="small" type="link" onClick={onCase}>{t('case.open')}</Button>}
      </p>
    </Part>
  );
}
