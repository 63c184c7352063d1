import { useQuery } from '@tanstack/react-query';
import { Suspense, lazy, useState } from 'react';
import { Button } from 'antd';
import type { CaseFacts, ConversationDetail, PlaybookGuide } from '../api/wire';
import { useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { guideQuery } from './api';
import { Following } from './following';
import { Offer } from './offer';
import { useEnglish } from './parting';
import { Tips } from './tips';
import './playbook.css';
import './said';

const Choose = lazy(() => import('./choose'));

interface Props {
  detail: ConversationDetail;
  /** What a new case begins with, as it was heard. */
  begin?: CaseFacts;
}

/** The playbook of a conversation: what may fit, or the steps of the one that is followed. */
export default function Guide({ detail, begin }: Props) {
  const { conversation } = detail;
  const me = useMe();
  const english = useEnglish(conversation.id);
  const { data } = useQuery(guideQuery(conversation.id));
  if (!data || !mayIn(me, conversation.shop.id, 'case.write')) return null;
  if (data.run) return <Following key={data.run.id} detail={detail} guide={data} run={data.run} english={english} />;
  return <Free detail={detail} guide={data} begin={begin} />;
}

/** No playbook is followed: one may come up, and any may be chosen. */
function Free({ detail, guide, begin }: Props & { guide: PlaybookGuide }) {
  const t = useT();
  const [choosing, setChoosing] = useState(false);
  const up = guide.proposals.find((each) => each.pop_up);
  const complaint = detail.cases.find((each) => each.id === guide.case_id);
  return (
    <section className="panel-part guide guide-free" aria-label={t('guide.title')}>
      {up
        ? <Offer key={up.name} proposal={up} detail={detail} guide={guide} begin={begin} onOther={() => setChoosing(true)} />
        : <p className="guide-none"><span>{t('guide.none')}</span><Button size="small" type="link" onClick={() => setChoosing(true)}>{t('guide.choose')}</Button></p>}
      {complaint && <Tips guide={guide} detail={detail} />}
      {choosing && <Suspense><Choose detail={detail} guide={guide} begin={begin} onClose={() => setChoosing(false)} /></Suspense>}
    </section>
  );
}
