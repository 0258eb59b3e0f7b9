import type { Handlers } from '../outbox.js';
import type { HandlerDeps } from './deps.js';
import { containAccount } from './containAccount.js';
import { delegationEnds } from './delegationEnds.js';
import { digest } from './digest.js';
import { erase } from './erase.js';
import { eraseWords } from './eraseWords.js';
import { mail, mailTarget } from './mail.js';
import { post } from './post.js';
import { reconcile } from './reconcile.js';
import { refreshCards } from './refreshCards.js';
import { resetMethods } from './resetMethods.js';
import { tell } from './tell.js';
import { fire } from './timers.js';
import { watch } from './watch.js';
import { weighRegistration } from './weighRegistration.js';

/** What each effect of `core/effects.ts` does in the outside world. */
export function createHandlers(deps: HandlerDeps): Handlers {
  return {
    refreshCards: (effect) => refreshCards(deps, effect),
    tell: (effect) => tell(deps, effect),
    mail: (effect) => mail(deps, effect),
    mailTarget: (effect) => mailTarget(deps, effect),
    post: (effect) => post(deps, effect),
    resetMethods: (effect, context) => resetMethods(deps, effect, context),
    containAccount: (effect, context) => containAccount(deps, effect, context),
    weighRegistration: (effect) => weighRegistration(deps, effect),
    watch: (effect) => watch(deps, effect),
    remind: (effect) => fire(deps, effect),
    escalate: (effect) => fire(deps, effect),
    expire: (effect) => fire(deps, effect),
    erase: (effect) => erase(deps, effect),
    eraseWords: (effect) => eraseWords(deps, effect),
    reconcile: (effect) => reconcile(deps, effect),
    delegationEnds: (effect) => delegationEnds(deps, effect),
    dailyDigest: (effect, context) => digest(deps, effect, context),
  };
}
