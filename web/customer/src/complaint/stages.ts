import type { Stage } from '../conversation/wire';
import type { Key } from '../i18n';

/** The stages of a case in the words for buyers, first to last. */
export const stages: Record<Stage, Key> = {
  received: 'stage.received',
  acknowledged: 'stage.acknowledged',
  understood: 'stage.understood',
  investigating: 'stage.investigating',
  proposed: 'stage.proposed',
  agreed: 'stage.agreed',
  fulfilling: 'stage.fulfilling',
  verifying: 'stage.verifying',
  closed: 'stage.closed',
};
