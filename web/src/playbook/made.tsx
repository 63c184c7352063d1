import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { GuideStep } from '../api/wire';
import { caseClaimsQuery } from '../compensation/api';
import { t as say, tOr, useT } from '../i18n';
import { mayIn, useMe } from '../identity/api';
import { departmentsQuery } from '../identity/people_api';
import { cardsQuery } from '../option/api';
import { caseTicketsQuery } from '../ticket/api';
import { money } from '../ui/money';
import type { BodyProps } from './step';
import { departmentLike } from './words';

/** Something that was made for the case, and that may be what a step asks for. */
interface Made {
  key: string;
  /** What the step names as made. */
  made: string;
  words: string;
}

const most = 2;

/** What was made already: one tap takes it as what the step asks for. */
export function MadeAlready(props: BodyProps) {
  const t = useT();
  const all = useMade(props);
  if (all.length === 0) return null;
  return (
    <ul className="guide-made">
      {all.map((each) => (
        <li key={each.key}>
          <span title={each.words}>{each.words}</span>
          <Button size="small" type="link" loading={props.save.isPending} onClick={() => props.mark({ made: each.made })}>{t('guide.made_mark')}</Button>
        </li>
      ))}
    </ul>
  );
}

function useMade(props: BodyProps): Made[] {
  const { step, run, detail } = props;
  const [tickets, offered, claims] = [useTickets(props), useCards(props), useClaims(props)];
  const taken = new Set(run.steps.map((each) => each.made).filter(Boolean));
  const commitments = detail.commitments
    .filter((each) => each.case_id === props.guide.case_id && each.state !== 'waived')
    .map((each): Made => ({ key: each.id, made: each.id, words: say('guide.made_commitment', { what: each.text }) }));
  const free = (all: Made[]) => all.filter((each) => !taken.has(each.made)).slice(-most);
  switch (step.kind) {
    case 'ticket': return free(tickets);
    case 'commit': return free(commitments);
    case 'approve': return free(claims);
    case 'decide': return [...offered, ...claims.flatMap((each) => asRemedy(each, step))].slice(-most);
    default: return [];
  }
}

// Where a remedy is decided, a claim stands for its remedy.
const asRemedy = (claim: Made & { remedy?: string }, step: GuideStep): Made[] => {
  const made = step.remedies?.find((each) => claimOf(each) === claim.remedy);
  return made ? [{ ...claim, made }] : [];
};

function useTickets({ step, guide, detail }: BodyProps): Made[] {
  const me = useMe();
  const { shop } = detail.conversation;
  const enabled = step.kind === 'ticket' && mayIn(me, shop.id, 'ticket.read');
  const tickets = useQuery({ ...caseTicketsQuery(guide.case_id), enabled }).data?.items ?? [];
  const departments = useQuery({ ...departmentsQuery(shop.id), enabled }).data?.items ?? [];
  const meant = departmentLike(step.department, departments);
  return tickets
    .filter((each) => each.state !== 'withdrawn' && (!meant || each.department.id === meant))
    .map((each) => ({ key: each.id, made: each.id, words: say('guide.made_ticket', { what: `${each.department.name} · ${each.title}` }) }));
}

function useClaims({ step, guide, detail }: BodyProps): (Made & { remedy: string })[] {
  const me = useMe();
  const enabled = (step.kind === 'approve' || step.kind === 'decide') && mayIn(me, detail.conversation.shop.id, 'compensation.read');
  const claims = useQuery({ ...caseClaimsQuery(guide.case_id), enabled }).data?.items ?? [];
  return claims
    .filter((each) => each.state !== 'refused' && each.state !== 'withdrawn')
    .map((each) => ({ key: each.id, made: each.id, remedy: each.remedy, words: say('guide.made_claim', { what: `${tOr(`guide.remedy.${each.remedy}`, each.remedy)} ${money(each.amount_fen)}` }) }));
}

function useCards({ step, guide }: BodyProps): Made[] {
  const { data } = useQuery({ ...cardsQuery(guide.case_id), enabled: step.kind === 'decide' });
  const card = data?.items.find((each) => each.state === 'sent' || each.state === 'chosen');
  if (!card) return [];
  const chosen = card.picks.filter((each) => card.state === 'sent' || each.n === card.chosen);
  const made = chosen.find((each) => step.remedies?.includes(each.remedy))?.remedy ?? '';
  const what = chosen.map((each) => each.title).join(say('need.and'));
  return [{ key: card.id, made, words: say(card.state === 'chosen' ? 'guide.made_chosen' : 'guide.made_card', { what }) }];
}

/** The claim by which a remedy is given, if money or a benefit is what it comes to. */
export function claimOf(remedy: string): 'payment' | 'partial_refund' | 'coupon' | 'freight' | 'gift' | undefined {
  switch (remedy) {
    case 'payment': case 'partial_refund': case 'coupon': case 'freight': case 'gift': return remedy;
    case 'refund': case 'price_refund': return 'partial_refund';
    case 'compensation': case 'damages': return 'payment';
    default: return undefined;
  }
}
