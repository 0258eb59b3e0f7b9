import { Dialog, type DialogContext, type DialogTurnResult } from 'botbuilder-dialogs';
import { MessageFactory, type TurnContext } from 'botbuilder';
import { choiceCard } from '../cards/asking/choiceCard.js';
import { formCard } from '../cards/asking/formCard.js';
import type { Translate } from '../cards/strings.js';
import { userText } from '../cards/userText.js';
import { JUSTIFICATION } from '../core/limits.js';
import type { Card } from '../core/ports.js';
import type { Person } from '../core/request.js';
import { isUrgent, lostOf, type Wish } from './utterance.js';

/** What the conversation needs; it changes nothing itself. */
export interface Conversing {
  /** Best match first. Undefined for somebody who may not ask, and has read so: they learn nothing of the directory. */
  search(context: TurnContext, text: string): Promise<readonly Person[] | undefined>;
  /** Keeps what was put together and shows it for confirmation, or says why not. */
  propose(context: TurnContext, wish: Complete): Promise<void>;
  sendCard(context: TurnContext, card: Card): Promise<void>;
  translate(context: TurnContext): Translate;
}

export type Complete = Wish & { readonly personId: string; readonly why: string };

export function isComplete(wish: Wish): wish is Complete {
  return missingIn(wish).length === 0;
}

export function missingIn({ personId, why }: Wish): readonly ('person' | 'why')[] {
  return [
    ...(personId === undefined ? (['person'] as const) : []),
    ...(why === undefined || !isLongEnough(why) ? (['why'] as const) : []),
  ];
}

/** With `asking` the question has been put on a card already: what is typed next answers it. */
export interface Begun {
  readonly wish: Wish;
  readonly asking?: 'who' | 'why' | undefined;
}

interface State {
  wish: Wish;
  asking: 'who' | 'choice' | 'why';
  /** Names that found nobody. */
  misses: number;
}

/** After this many names that find nobody the bot stops asking and says where to look. */
const MAX_MISSES = 3;

/** Collects whom and why, one thing at a time, from messages and from the choice card alike. */
export class ResetDialog extends Dialog {
  static readonly id = 'reset';

  constructor(private readonly conversing: Conversing) {
    super(ResetDialog.id);
  }

  override async beginDialog(dc: DialogContext, begun?: object): Promise<DialogTurnResult> {
    const { wish, asking } = begun as Begun;
    const state: State = { wish, asking: asking ?? 'who', misses: 0 };
    if (asking !== undefined) return wait(dc, state);
    if (state.wish.who !== undefined || state.wish.personId !== undefined) return this.advance(dc, state);
    // Nothing is known yet: the form asks for all of it at once, and a typed name does as well.
    const t = this.conversing.translate(dc.context);
    await this.conversing.sendCard(dc.context, formCard({ t, wish: state.wish }));
    return wait(dc, state);
  }

  override async continueDialog(dc: DialogContext): Promise<DialogTurnResult> {
    const state = stateOf(dc);
    const { personId, text } = answerOf(dc.context);
    if (personId !== undefined) return this.advance(dc, { ...state, wish: { ...state.wish, personId } });
    if (text === '') return this.ask(dc, state, 'again');
    if (state.asking !== 'why') return this.advance(dc, { ...state, wish: { ...state.wish, who: text } });
    if (!isLongEnough(text)) return this.ask(dc, state, 'again');
    const { wish } = state;
    const lost = wish.lost === 'unknown' ? lostOf(text) : wish.lost;
    return this.advance(dc, { ...state, wish: { ...wish, why: text, lost, urgent: wish.urgent || isUrgent(text) } });
  }

  override async repromptDialog(context: TurnContext, instance: { state: unknown }): Promise<void> {
    await this.say(context, instance.state as State);
  }

  private async advance(dc: DialogContext, state: State): Promise<DialogTurnResult> {
    const { wish } = state;
    if (wish.personId === undefined) {
      if (wish.who === undefined) return this.ask(dc, { ...state, asking: 'who' });
      return this.find(dc, state, wish.who);
    }
    if (!isComplete(wish))
      return this.ask(dc, { ...state, asking: 'why' }, wish.why === undefined ? undefined : 'again');
    await this.conversing.propose(dc.context, wish);
    return dc.endDialog();
  }

  private async find(dc: DialogContext, state: State, who: string): Promise<DialogTurnResult> {
    const t = this.conversing.translate(dc.context);
    const people = await this.conversing.search(dc.context, who);
    if (people === undefined) return dc.endDialog();
    const [only] = people;
    if (only !== undefined && people.length === 1)
      return this.advance(dc, { ...state, wish: { ...state.wish, personId: only.id } });
    if (people.length > 1) {
      await this.conversing.sendCard(dc.context, choiceCard({ people, t }));
      return wait(dc, { ...state, asking: 'choice' });
    }
    const misses = state.misses + 1;
    const name = userText(who, 60);
    if (misses < MAX_MISSES) {
      await plain(dc.context, t('dialog.nobody', { name }));
      return wait(dc, { wish: { ...state.wish, who: undefined }, asking: 'who', misses });
    }
    await plain(dc.context, t('dialog.nobodyAgain', { name }));
    return dc.endDialog();
  }

  private async ask(dc: DialogContext, state: State, again?: 'again'): Promise<DialogTurnResult> {
    await this.say(dc.context, state, again);
    return wait(dc, state);
  }

  private async say(context: TurnContext, { asking }: State, again?: 'again'): Promise<void> {
    const t = this.conversing.translate(context);
    const { min, max } = JUSTIFICATION;
    if (asking === 'why') await plain(context, t(again === undefined ? 'dialog.why' : 'dialog.whyAgain', { min, max }));
    else await plain(context, t(asking === 'who' ? 'dialog.who' : 'dialog.choose'));
  }
}

function isLongEnough(why: string): boolean {
  const length = Array.from(why.trim()).length;
  return length >= JUSTIFICATION.min && length <= JUSTIFICATION.max;
}

/** Names are in it: nothing of it is Markdown. */
async function plain(context: TurnContext, text: string): Promise<void> {
  await context.sendActivity({ ...MessageFactory.text(text), textFormat: 'plain' });
}

function wait(dc: DialogContext, state: State): DialogTurnResult {
  if (dc.activeDialog !== undefined) dc.activeDialog.state = state;
  return Dialog.EndOfTurn;
}

function stateOf(dc: DialogContext): State {
  return dc.activeDialog?.state as State;
}

/** The choice card comes as an invoke, or as a message with a value where Teams fell back to Submit. */
function answerOf({ activity }: TurnContext): { personId: string | undefined; text: string } {
  const value = activity.value as { personId?: unknown; action?: { data?: { personId?: unknown } } } | undefined;
  const chosen = value?.action?.data?.personId ?? value?.personId;
  const text = typeof activity.text === 'string' ? activity.text.trim() : '';
  return { personId: typeof chosen === 'string' && chosen !== '' ? chosen : undefined, text };
}
