import { nameOf } from '../userText.js';
import { itOf } from '../wording.js';
import { whatHelps } from './targetNotices.js';
import { help, toChat, toNext, told, type Context, type Told } from './told.js';

/** What the requester is told after the reset, and after an objection. */

export function released(context: Context): Told {
  const { request, t } = context;
  const text = t('notice.released.text', { target: nameOf(request.target) });
  return told('▶️', 'accent', t('notice.released.heading'), [text], toChat(context, 'notice.button.status'));
}

export function notRegistered(context: Context): Told {
  const { request, t } = context;
  const text = t('notice.notRegistered.text', { target: nameOf(request.target) });
  return told('📵', 'warning', t('notice.notRegistered.heading'), [text], {
    boxes: [whatHelps(t, t('notice.notRegistered.passOn'))],
    footer: help(context),
    ...toNext(context, 'notice.button.passOn'),
  });
}

export function handedOver(context: Context): Told {
  const { request, t } = context;
  const text = t('notice.handedOver.text', { target: nameOf(request.target), it: itOf(context) });
  return told('📵', 'warning', t('notice.handedOver.heading'), [text], {
    footer: help(context),
    ...toChat(context, 'notice.button.status'),
  });
}
