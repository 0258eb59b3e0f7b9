import type { ResetRequest } from '../../core/request.js';
import { execute } from '../action.js';
import type { Message } from '../message.js';
import { methodLines } from '../methods.js';
import type { Translate } from '../strings.js';
import { nameOf, userText } from '../userText.js';
import { when } from '../wording.js';

/** How far an account is contained, and what a person has to do themselves. */
export function containing(
  { containment, target }: ResetRequest,
  t: Translate,
  now?: number,
): Required<Pick<Message, 'paragraphs' | 'boxes'>> {
  if (containment === undefined) return { paragraphs: [], boxes: [] };
  const { by, at, ended, run, signIn } = containment;
  const values = { name: nameOf(by), when: when(t, at, now), target: nameOf(target) };
  if (ended === undefined) return { paragraphs: [t('contain.running', values)], boxes: [] };
  const lines = methodLines(run, t);
  const { reason, detail = '' } = ended;
  return {
    paragraphs: [
      t(ended.outcome === 'contained' ? 'contain.done' : 'contain.partly', values),
      ...(reason === undefined
        ? []
        : [t(`contain.reason.${reason}`), ...(detail === '' ? [] : [userText(detail, 200)])]),
      ...(signIn === undefined ? [] : [t(`contain.signIn.${signIn}`, values)]),
    ],
    boxes: [
      {
        title: t('contain.methods'),
        tone: 'emphasis',
        lines: lines.length === 0 ? [t('contain.nothing')] : lines,
      },
    ],
  };
}

/** Which cards to draw the button on; whether a tap counts is core's to say. */
export function mayBeContained({ disputedAt, suspicion, run, status, containment }: ResetRequest): boolean {
  const objected = disputedAt !== undefined || suspicion !== undefined;
  const cleared = run !== undefined || status === 'completed';
  return objected && cleared && (containment === undefined || containment.ended?.outcome === 'partly');
}

export function containAction(request: ResetRequest, t: Translate, as?: 'it'): readonly object[] {
  if (!mayBeContained(request)) return [];
  const title = t(request.containment === undefined ? 'contain.button' : 'contain.again');
  return [execute({ verb: 'contain', title, requestId: request.id, as, style: 'destructive' })];
}
