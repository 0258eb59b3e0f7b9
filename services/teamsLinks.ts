/** Links that IT can put anywhere; none of them says anything about anybody. */
export interface TeamsLinks {
  /** Opens the chat with the bot. */
  readonly chat: string;
  /** The same with `reset mfa` typed in, ready to be sent. */
  readonly form: string;
  /** The page for somebody who is locked out. */
  readonly next?: string;
  /** A chat with a colleague, by their sign-in name. */
  readonly chatWith: (userPrincipalName: string) => string;
}

export interface TeamsPlace {
  /** Without a trailing slash, as in `Cloud`. */
  readonly teamsUrl: string;
  readonly botId: string;
  readonly tenantId: string;
  /** Without a trailing slash. */
  readonly publicUrl?: string | undefined;
}

/** Which form a link has, and why: docs/decisions/0010. */
export function teamsLinks({ teamsUrl, botId, tenantId, publicUrl }: TeamsPlace): TeamsLinks {
  const chat = chatLink(teamsUrl, `28:${botId}`, tenantId);
  return {
    chat,
    form: `${chat}&message=${encodeURIComponent('reset mfa')}`,
    ...(publicUrl === undefined ? {} : { next: `${publicUrl}/next` }),
    chatWith: (userPrincipalName) => chatLink(teamsUrl, encodeURIComponent(userPrincipalName), tenantId),
  };
}

/** Zeros stand for "no chat yet": Teams finds or begins the one with these people. */
function chatLink(teamsUrl: string, users: string, tenantId: string): string {
  return `${teamsUrl}/l/chat/0/0?tenantId=${tenantId}&users=${users}`;
}
