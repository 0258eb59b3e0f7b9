/** What people ask when they are nervous or stuck; each has an answer in `answers.ts`, and words in `bot/trouble.ts`. */
export const TOPICS = [
  'noAnswer',
  'urgent',
  'notAsked',
  'password',
  'declined',
  'takeBack',
  'duration',
  'what',
  'who',
  'safe',
  'ownPhone',
] as const;

export type Topic = (typeof TOPICS)[number];
