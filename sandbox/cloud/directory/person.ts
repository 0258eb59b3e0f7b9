/** One user object of the tenant, as plain data. */
export interface Person {
  readonly id: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  userPrincipalName: string;
  mail: string | null;
  mailNickname: string;
  otherMails: string[];
  jobTitle: string | null;
  department: string | null;
  companyName: string | null;
  employeeId: string | null;
  officeLocation: string | null;
  city: string | null;
  country: string | null;
  usageLocation: string | null;
  businessPhones: string[];
  mobilePhone: string | null;
  preferredLanguage: string | null;
  accountEnabled: boolean;
  userType: 'Member' | 'Guest';
  externalUserState: 'PendingAcceptance' | 'Accepted' | null;
  createdDateTime: string;
  lastPasswordChangeDateTime: string;
  signInSessionsValidFromDateTime: string;
  managerId: string | undefined;
  /** Minutes-late reports and mail settings hang on these. */
  automaticReplies: AutomaticReplies;
  availability: string;
}

export interface AutomaticReplies {
  status: 'disabled' | 'alwaysEnabled' | 'scheduled';
  scheduledStart: string;
  scheduledEnd: string;
  internalReplyMessage: string;
}

export const domain = 'contoso.example';

/** The Latin letters an address can be made of: accents dropped, a few letters spelt out. */
export function addressOf(latin: string): string {
  const spelt: Record<string, string> = { ø: 'o', ß: 'ss', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ð: 'd', þ: 'th' };
  return latin
    .toLowerCase()
    .replace(/[øßłđæœıðþ]/g, (letter) => spelt[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '.')
    .replace(/^\.|\.$/g, '');
}
