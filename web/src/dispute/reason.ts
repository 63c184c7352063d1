import type { reasons } from './api';

type Reason = (typeof reasons)[number];

const of: Record<string, Reason> = {
  'quality.not_as_described': 'not_as_described', 'quality.counterfeit': 'counterfeit', 'quality.expired': 'food_safety', 'quality.foreign_body': 'food_safety',
  'order.unshipped': 'late', 'logistics.late': 'late', 'logistics.lost': 'lost', 'logistics.signed_not_received': 'lost', 'logistics.damaged': 'quality',
  'aftersales.refund_slow': 'refund', 'aftersales.return_refused': 'return_refused', 'aftersales.price_invoice': 'price_invoice', 'marketing.promo': 'price_invoice', 'privacy.leak': 'privacy',
};

/** The reason with which a dispute about a case begins; a person may choose another. */
export function reasonOf(scenario: string): Reason {
  return of[scenario] ?? (scenario.startsWith('quality.') ? 'quality' : scenario.startsWith('service.') ? 'service' : 'other');
}
