/** The Teams client, in one import for those who only use it. */
export { type SendOptions, type TapOptions, TeamsUser, readable } from './teams/teamsUser.js';
export type { Dialog, DialogState } from './teams/dialog.js';
export type { ColleagueMessage } from './teams/colleagues.js';
export { TeamsChannel } from './teams/teamsChannel.js';
export { Teams } from './teams/teams.js';
export type { TapResult } from './teams/tap.js';
export type { Delivery } from './teams/delivery.js';
export type { TokenForgery } from './teams/botTokens.js';
export { InputRefused, type InputValues } from './teams/inputs.js';
export { actionsOf, cardsOf, elementsOf, findAction, textsOf } from './teams/card.js';
export type { ChatMessage, Revision, RevisionKind } from './connector/chat.js';
