import type { Severity, Stage } from '../api/wire';

// The words a case is described with; their names are in the catalogues.

export const scenarioGroups = {
  quality: [
    'quality.damaged', 'quality.malfunction', 'quality.not_as_described',
    'quality.counterfeit', 'quality.expired', 'quality.foreign_body',
  ],
  order: ['order.wrong_item', 'order.unshipped', 'order.change'],
  logistics: [
    'logistics.late', 'logistics.lost', 'logistics.damaged',
    'logistics.signed_not_received', 'logistics.not_to_door',
  ],
  aftersales: [
    'aftersales.refund_slow', 'aftersales.return', 'aftersales.return_refused',
    'aftersales.exchange_repair', 'aftersales.price_invoice',
  ],
  service: ['service.attitude', 'service.system_fault', 'service.broken_promise'],
  demand: ['demand.unreasonable', 'demand.extortion'],
  other: ['marketing.promo', 'public.exposure', 'privacy.leak', 'inquiry.simple'],
} as const;

export type Group = keyof typeof scenarioGroups;

export const severities: Severity[] = ['low', 'normal', 'high', 'critical'];

export const demands = [
  'refund', 'return_refund', 'exchange', 'resend', 'repair', 'compensation', 'partial_refund',
  'coupon', 'apology', 'progress', 'explanation', 'invoice', 'punish', 'other',
] as const;

export const stages: Stage[] = [
  'received', 'acknowledged', 'understood', 'investigating', 'proposed',
  'agreed', 'fulfilling', 'verifying', 'closed',
];
