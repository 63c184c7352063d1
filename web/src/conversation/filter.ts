import type { HeardRisk, QueueOrder, QueueQuery, Severity, Stage, View } from '../api/wire';

// What narrows the queue, as it stands in the address.

/** Lists are joined by commas; what is missing lets everything through. */
export interface Filter {
  assignee?: string;
  channel?: 'webchat';
  case?: 'open' | 'none';
  severity?: string;
  scenario?: string;
  stage?: string;
  risk?: string;
  over_target?: boolean;
  overdue?: boolean;
  unread?: boolean;
  order?: QueueOrder;
}

export const filterKeys = [
  'assignee', 'channel', 'case', 'severity', 'scenario', 'stage', 'risk', 'over_target', 'overdue', 'unread', 'order',
] as const satisfies (keyof Filter)[];

export const severities: Severity[] = ['critical', 'high', 'normal', 'low'];
export const stages: Exclude<Stage, 'closed'>[] = [
  'received', 'acknowledged', 'understood', 'investigating', 'proposed', 'agreed', 'fulfilling', 'verifying',
];

type RiskType = HeardRisk['type'];

/** The gravest first. */
export const risks: RiskType[] = ['safety', 'regulator', 'media', 'lawsuit', 'privacy', 'extortion', 'platform', 'bad_review', 'abuse'];
export const orders: Exclude<QueueOrder, ''>[] = ['urgent', 'newest', 'oldest'];

/** All keys without a value, so that nothing of before stays in an address. */
export const noFilter = Object.fromEntries(filterKeys.map((key) => [key, undefined])) as Filter;

/** What an address says, without what nobody could have chosen. */
export function readFilter(search: Record<string, unknown>): Filter {
  const text = (key: string) => (typeof search[key] === 'string' && search[key] !== '' ? search[key] : undefined);
  const flag = (key: string) => (search[key] === true ? true : undefined);
  const among = <T extends string>(key: string, known: readonly T[]) => known.find((each) => each === search[key]);
  const list = (key: string, known: readonly string[]) => {
    const chosen = split(text(key)).filter((each) => known.includes(each));
    return chosen.length > 0 ? chosen.join(',') : undefined;
  };
  const filter: Filter = {
    assignee: text('assignee'), channel: among('channel', ['webchat']), case: among('case', ['open', 'none']),
    severity: list('severity', severities), scenario: text('scenario'), stage: list('stage', stages), risk: list('risk', risks),
    over_target: flag('over_target'), overdue: flag('overdue'), unread: flag('unread'), order: among('order', orders),
  };
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
}

export function split(list: string | undefined): string[] {
  return list ? list.split(',') : [];
}

/** How many conditions are set; the order is none. */
export function conditions(filter: Filter): number {
  return filterKeys.filter((key) => key !== 'order' && filter[key] !== undefined).length;
}

/** What the server is asked for. */
export function asked(view: View, shop: string, filter: Filter): QueueQuery {
  const { severity, scenario, stage, risk, order, ...rest } = filter;
  return {
    view, order: order ?? '',
    filter: {
      ...rest, ...(shop && { shop }),
      ...(severity && { severity: split(severity) as Severity[] }),
      ...(scenario && { scenario: split(scenario) }),
      ...(stage && { stage: split(stage) }),
      ...(risk && { risk: split(risk) as RiskType[] }),
    },
  };
}

/** The filter of a saved view, and its view and shop. */
export function fromAsked({ view, order, filter }: QueueQuery): { view: View; shop: string; filter: Filter } {
  const { shop = '', severity, scenario, stage, risk, ...rest } = filter;
  const joined = { severity: severity?.join(','), scenario: scenario?.join(','), stage: stage?.join(','), risk: risk?.join(',') };
  return { view, shop, filter: readFilter({ ...rest, ...joined, order }) };
}

/** Whether two filters ask for the same. */
export function sameFilter(one: Filter, other: Filter): boolean {
  return filterKeys.every((key) => one[key] === other[key]);
}
