import type { Page } from './page.js';

/**
 * Follows a link as somebody's browser would: into Teams, which this page is; to the bot's public page, wherever it
 * is served here; and nowhere else, since nothing of the sandbox leaves the machine.
 */
export function followLink(href: string, person: string, page: Page): void {
  const { data } = page.state;
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (url === undefined || data === undefined) return;
  if (href.startsWith(`${data.bot.publicUrl}/`)) {
    window.open(`${data.bot.url}${href.slice(data.bot.publicUrl.length)}`, '_blank', 'noopener');
    return;
  }
  if (url.pathname.startsWith('/l/chat/') && url.hostname.endsWith('teams.microsoft.com')) {
    const users = url.searchParams.get('users') ?? '';
    if (users.startsWith('28:')) {
      const message = url.searchParams.get('message');
      if (message !== null) page.state.drafts.set(person, message);
      page.show(person);
    } else page.toast({ title: 'Teams', text: `Here Teams opens a chat with ${users}.` });
    return;
  }
  const where = url.protocol === 'https:' ? url.host : href;
  page.toast({
    title: 'A link out of the sandbox',
    text: `It leads to ${where}, and nothing here leaves this machine.`,
  });
}
