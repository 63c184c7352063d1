import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { keys as assignment } from '../assignment/api';
import { keys as wall } from '../commitment/wall_api';
import { keys as cases } from '../complaint/api';
import { keys as conversations } from '../conversation/api';
import { heardKey } from '../listening/keys';
import { mergingsKey } from '../merging/api';
import { keys as customers } from '../customer/api';
import { keys as notices } from '../notice/api';
import { keys as briefings } from '../briefing/api';
import { keys as stocks } from '../handover/api';
import { keys as orders } from '../order/keys';
import { keys as papers } from '../paper/keys';
import { keys as playbooks } from '../playbook/keys';
import { keys as policies } from '../policy/keys';
import { keys as quickReplies } from '../quickreply/keys';
import { keys as recalls } from '../recall/keys';
import { keys as parcels } from '../shipment/keys';
import { keys as rosters } from '../roster/api';
import { keys as rules } from '../rulepack/api';
import { keys as disputes } from '../dispute/keys';
import { keys as evidence } from '../evidence/keys';
import { keys as stances } from '../stance/keys';
import { keys as tickets } from '../ticket/api';
import { keys as team } from '../team/api';

// The socket says only that something changed; what is shown is then asked for.

export interface Hint {
  kind?: string;
  id?: string;
  conversation_id?: string;
}

/** Kinds of hints that make all answers about something old, whatever they name. */
const whole: Record<string, QueryKey[]> = {
  outbound: [evidence.photos],
  paper: [papers.all],
  dispute: [disputes.all],
  rules: [rules.all],
  quick_reply: [quickReplies.all],
  shipment: [orders.all, parcels.all],
  order: [orders.all, parcels.all],
  recall: [recalls.all],
  policy: [policies.all],
  order_import: [orders.imports],
  notice: [notices.all],
};

/** The queries whose answers a hint makes old. */
export function touchedBy(hint: Hint): QueryKey[] {
  switch (hint.kind) {
    case 'conversation':
      return hint.id ? [conversations.queues, conversations.detail(hint.id), conversations.thread(hint.id), mergingsKey(hint.id), assignment.all, playbooks.guide(hint.id)] : [];
    case 'heard':
      return hint.id ? [conversations.queues, heardKey(hint.id), playbooks.guide(hint.id)] : [];
    case 'customer':
      return [customers.all];
    case 'commitment':
    case 'case':
      return [conversations.queues, cases.all, customers.all, wall.wall, ...(hint.conversation_id ? [conversations.detail(hint.conversation_id), playbooks.guide(hint.conversation_id)] : [])];
    case 'ticket':
      return [tickets.all, cases.all, conversations.queues, recalls.all];
    case 'evidence':
      return hint.id ? [evidence.ofCase(hint.id), papers.all, evidence.photosOfCase(hint.id)] : [];
    case 'stance':
      return hint.id ? [stances.ofCase(hint.id)] : [];
    case 'compensation':
      return [['compensations'], cases.all];
    case 'bulk':
      return hint.id ? [wall.bulk(hint.id), wall.wall] : [];
    case 'roster':
      return [rosters.all, briefings.all];
    case 'handover':
      return [briefings.all, stocks.stocks];
    case 'playbook_run':
      return hint.conversation_id ? [playbooks.guide(hint.conversation_id), evidence.all] : [];
    case 'playbooks':
      return [playbooks.all, evidence.all];
    case 'bulletin':
      return [briefings.all, briefings.everyBulletin];
    case 'draft':
      return hint.conversation_id ? [conversations.draft(hint.conversation_id)] : [];
    case 'later':
      return hint.conversation_id ? [conversations.later(hint.conversation_id)] : [];
    case 'team':
      return [team.all, assignment.all];
    default:
      return (hint.kind && whole[hint.kind]) || [];
  }
}

const pause = 400;

/** Refetches at once, but each query at most once in a pause however many hints come. */
export class Freshener {
  private readonly resting = new Map<string, boolean>();

  constructor(private readonly cache: QueryClient) {}

  touch(...list: QueryKey[]): void {
    for (const key of list) this.one(key);
  }

  private one(key: QueryKey): void {
    const name = JSON.stringify(key);
    if (this.resting.has(name)) {
      this.resting.set(name, true);
      return;
    }
    this.resting.set(name, false);
    void this.cache.invalidateQueries({ queryKey: key });
    setTimeout(() => {
      const again = this.resting.get(name);
      this.resting.delete(name);
      if (again) this.one(key);
    }, pause);
  }
}
