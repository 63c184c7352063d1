import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { MakeDialog } from '../commitment/dialogs';
import { useCaseChanged } from '../complaint/api';
import { EscalateDialog } from '../complaint/owner';
import { t as say, tOr, useT } from '../i18n';
import { departmentsQuery } from '../identity/people_api';
import { caseTicketsQuery, typesQuery } from '../ticket/api';
import { SendDialog } from '../ticket/send_dialog';
import { now } from '../ui/clock';
import { wall } from '../ui/time';
import { own } from './api';
import { MadeAlready } from './made';
import { Told, type BodyProps } from './step';
import { departmentLike, dueBy, spoken, typeLike } from './words';

/** Something that has to be made: its form opens filled in, and the step is done when it was made. */
export function MakeStep(props: BodyProps) {
  const t = useT();
  const { step, english, guide, skip } = props;
  return (
    <>
      {step.kind === 'commit' ? <p className="guide-words">{spoken(step, english, guide.restatement)}</p> : <Told step={step} />}
      {step.kind === 'ticket' && <p className="quiet">{tOr(`guide.department.${step.department ?? ''}`, step.department ?? '')}{own(step.public) && ` · ${t('guide.buyer_sees', { words: own(step.public) })}`}</p>}
      <MadeAlready {...props} />
      <div className="guide-acts">
        <Make {...props} />
        {skip}
      </div>
    </>
  );
}

/** The way to the form, and the form. */
export function Make(props: BodyProps) {
  const t = useT();
  const { step, guide, detail, mark } = props;
  const [open, setOpen] = useState(false);
  const changed = useCaseChanged(detail.conversation.id);
  const complaint = detail.cases.find((each) => each.id === guide.case_id);
  if (!complaint) return null;
  const waits = complaint.escalation && !complaint.escalation.accepted_at;
  const calls = step.kind === 'handoff' || step.kind === 'approve';
  const close = () => setOpen(false);
  return (
    <>
      {calls && waits
        ? <Button size="small" type="primary" onClick={() => mark({ made: 'escalation' })}>{t('guide.called')}</Button>
        : <Button size="small" type="primary" onClick={() => setOpen(true)}>{say(`guide.make.${step.kind as 'ticket'}`)}</Button>}
      {open && calls && <EscalateDialog complaint={complaint} begin={{ reason: reasonOf(step.kind, step.to), words: own(step.text) }} onCalled={() => mark({ made: 'escalation' })} onClose={close} />}
      {open && step.kind === 'ticket' && <Ticket {...props} onMade={(id) => mark({ made: id })} onClose={close} onChanged={() => void changed()} />}
      {open && step.kind === 'commit' && (
        <MakeDialog
          caseId={complaint.id} shop={complaint.shop_id} zone={detail.conversation.shop.zone} begin={commitment(props)} onMade={(made) => mark({ made: made.id })}
          onClose={close} onChanged={() => void changed()}
        />
      )}
    </>
  );
}

/** The words and the time with which a commitment begins. */
function commitment({ step, english, guide, detail }: BodyProps) {
  const { zone } = detail.conversation.shop;
  const at = now();
  // How far the shop's clock is ahead of UTC.
  const { year, month, day, hour, minute } = wall(at, zone);
  const offset = Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / 60_000) * 60_000;
  return { id: step.id, text: spoken(step, english, guide.restatement), due: dueBy(step.due ?? '', at, offset) };
}

function reasonOf(kind: string, to: string | undefined): string {
  if (kind === 'approve') return 'beyond_my_power';
  return { legal: 'legal', quality: 'specialist', crisis_lead: 'public', supervisor: 'stuck' }[to ?? ''] ?? 'other';
}

function Ticket({ step, guide, detail, onMade, onClose, onChanged }: BodyProps & { onMade(id: string): void; onClose(): void; onChanged(): void }) {
  const { shop } = detail.conversation;
  const tickets = useQuery(caseTicketsQuery(guide.case_id));
  const departments = useQuery(departmentsQuery(shop.id));
  const types = useQuery(typesQuery(shop.id));
  if (!tickets.data || !departments.data || !types.data) return null;
  const begin = {
    type: typeLike(step.type, types.data.items) ?? '', department: departmentLike(step.department, departments.data.items),
    title: own(step.public).slice(0, 80), text: own(step.text), publicText: own(step.public) || undefined,
  };
  return (
    <SendDialog
      caseId={guide.case_id} shop={shop.id} others={tickets.data.items} begin={begin}
      onSent={(made) => (onMade(made.id), onChanged())} onClose={onClose}
    />
  );
}

