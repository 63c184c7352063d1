import type { Notice } from '../api/wire';

/** Whether a notice lets nobody go on without having seen it. */
export const alarms = (notice: Notice): boolean => notice.kind === 'risk.critical' && !notice.read;
