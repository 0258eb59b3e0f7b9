import type { Standstill } from '../core/standstill.js';
import type { ResetRequest } from '../core/request.js';
import type { Box } from './message.js';
import type { Translate } from './strings.js';

/** What keeps an open request waiting though nobody does anything wrong: said above everything else. */
export function standstillBoxes(
  { status }: Pick<ResetRequest, 'status'>,
  standstill: Standstill | undefined,
  t: Translate,
  /** Where the reader turns who can't wait. */
  more: readonly string[] = [],
): readonly Box[] {
  if (!isKeptWaiting({ status }, standstill)) return [];
  const text = status === 'approved' ? t(`standstill.${standstill}.approved`) : t('standstill.paused.awaitingApproval');
  return [{ title: t(`standstill.${standstill}.title`), tone: 'warning', lines: [text, ...more] }];
}

/** Too many resets keep nobody from approving. */
export function isKeptWaiting(
  { status }: Pick<ResetRequest, 'status'>,
  standstill: Standstill | undefined,
): standstill is Standstill {
  return (
    (status === 'approved' && standstill !== undefined) || (status === 'awaitingApproval' && standstill === 'paused')
  );
}
