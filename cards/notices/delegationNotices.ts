import { nameOf } from '../userText.js';
import { when } from '../wording.js';
import { told, type AboutContext, type Told } from './told.js';

/** The same sentence for the delegate, for who delegated and for IT. */
export function delegationSet({ about, t }: AboutContext): Told {
  const { names, from, until } = whose(about);
  const values = { ...names, from: when(t, from), until: when(t, until) };
  return told('🔀', 'accent', t('notice.delegationSet.heading'), [
    t('notice.delegationSet.text', values),
    t('notice.delegationSet.how'),
  ]);
}

export function delegationOver({ about, t }: AboutContext): Told {
  const { names } = whose(about);
  return told('🔀', 'default', t('notice.delegationOver.heading'), [t('notice.delegationOver.text', names)]);
}

function whose(about: AboutContext['about']) {
  if (about === undefined || !('delegate' in about)) throw new Error('a delegation needs its people; add about');
  const { delegator, delegate, by, from, until } = about;
  return { names: { delegator: nameOf(delegator), delegate: nameOf(delegate), by: nameOf(by) }, from, until };
}
