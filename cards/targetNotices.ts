import { told, type Context, type Told } from './told.js';
import { supportLine } from './support.js';
import { nameOf } from './userText.js';

export function resetAsked({ request, t, support }: Context): Told {
  const text = t('notice.resetAsked.text', { requester: nameOf(request.requester) });
  return told('🔔', 'warning', t('notice.resetAsked.heading'), [text, t('notice.resetAsked.known')], {
    footer: [t('notice.notYou', { reference: request.reference }), supportLine(support, t)],
  });
}

export function methodsCleared({ request, t, support }: Context): Told {
  const text = t('notice.methodsCleared.text', { requester: nameOf(request.requester) });
  return told('🔓', 'warning', t('notice.methodsCleared.heading'), [text], {
    boxes: [
      {
        title: t('notice.methodsCleared.title'),
        tone: 'emphasis',
        lines: [
          t('notice.methodsCleared.install'),
          t('notice.methodsCleared.signIn'),
          t('notice.methodsCleared.notAsked'),
        ],
      },
    ],
    footer: [t('notice.notYou', { reference: request.reference }), supportLine(support, t)],
  });
}
