import { cast, type Cloud } from '../cloud/index.js';

/** The Playground wants exactly five people beside the one who uses it. */
const OTHERS = 5;

const known = [cast.requester, cast.approver, cast.backup, cast.target, cast.it, cast.administrator];

/**
 * `.m365agentsplayground.yml` for one person of the directory, with the ids that the simulated Teams knows. In JSON,
 * which YAML takes as it is. `userPrincipleName` is Microsoft's spelling (msteams-docs, “Customize Teams context”).
 */
export function playgroundConfig({ directory, teams, tenantId, bot }: Cloud, name: string): string {
  const member = (of: string) => {
    const { teamsId, person } = teams.user(of);
    return {
      id: teamsId,
      name: person.displayName,
      userPrincipleName: person.userPrincipalName,
      aadObjectId: person.id,
      givenName: person.givenName ?? '',
      surname: person.surname ?? '',
      email: person.mail ?? person.userPrincipalName,
    };
  };
  const user = directory.user(name).displayName;
  const others = known.filter((one) => one !== user).slice(0, OTHERS);
  return JSON.stringify({
    version: '0.1.1',
    tenantId,
    bot: { id: `28:${bot.appId}`, name: bot.displayName },
    currentUser: member(user),
    users: others.map(member),
    personalChat: { id: teams.user(user).chat.id },
    // Asked for by its schema; the app is for personal chats only, so nothing comes of these.
    groupChat: { id: 'group-chat', name: 'Not for this bot' },
    team: {
      id: 'team',
      name: 'Not for this bot',
      aadGroupId: tenantId,
      channels: [{ id: 'channel', name: 'Channel' }],
    },
  });
}
