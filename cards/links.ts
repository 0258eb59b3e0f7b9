import type { ResetRequest } from '../core/request.js';

/** Where cards and mails lead. */
export interface Links {
  /** The personal chat with the bot. */
  readonly chat: string;
  /** The same, with the words typed in that open the form. */
  readonly form: string;
  /** The public page for the user whose methods were cleared; absent where the service has no address of its own. */
  readonly next?: string | undefined;
  /** For the target's mails: stops this one request, and can do nothing else. */
  readonly stop?: ((request: ResetRequest) => string | undefined) | undefined;
  /** A chat with a colleague, by their sign-in name. */
  readonly chatWith: (userPrincipalName: string) => string;
}
