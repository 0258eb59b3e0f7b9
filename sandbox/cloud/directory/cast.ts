/**
 * The people with a part to play, by what they are there for. Everybody else is a crowd.
 * `reports` names the manager; departments come from `departments` in population.ts.
 */
export interface Part {
  readonly name: string;
  readonly title: string;
  readonly department: string;
  readonly manager?: string;
  readonly country?: 'GB' | 'US';
}

/** Names to write in tests and demos instead of ids. */
export const cast = {
  /** Has lost the phone: password, mobile phone, Authenticator (default), software OATH, a passkey. */
  target: 'Priya Raman',
  /** The target's manager. */
  approver: 'Morgan Okafor',
  /** The approver's manager. */
  backup: 'Ingrid Sørensen',
  requester: 'Sam Whitfield',
  ceo: 'Eleanor Vance',
  it: 'Dana Kowalski',
  itSecond: 'Rui Almeida',
  security: 'Tomás Vidal',
  securitySecond: 'Noor Haddad',
  /** Global Administrator, assigned directly. */
  administrator: 'Viktor Hallström',
  /** Holds a role through a role-assignable group. */
  administratorThroughGroup: 'Beatriz Quaresma',
  /** Eligible for a role, not active. */
  administratorEligible: 'Jonas Eberhardt',
  /** A member of a role-assignable group that holds no role yet. */
  roleAssignable: 'Wanjiru Kamau',
  guest: 'Lena Brandt',
  disabled: 'Oskar Lindqvist',
  breakGlass: 'Emergency Access',
  /** default = alternateMobile while mobile exists: neither goes without signInPreferences. */
  deadlock: 'Mateo Fernández',
  /** Default is a mobile phone; no app. */
  phoneOnly: 'Alex Novak',
  /** mobile and alternateMobile, mobile is the default. */
  twoPhones: 'Alex Osei',
  /** One of every type there is, the beta ones too. */
  everything: 'Alex Chen',
  /** No second factor at all. */
  nothing: 'Grace Abbott',
  /** No manager, though not the CEO. */
  managerless: 'Ferdinand Roth',
  /** Sends the mails. */
  mailSender: 'MFA Reset',
} as const;

export const parts: readonly Part[] = [
  { name: cast.ceo, title: 'Chief Executive Officer', department: 'Executive' },
  { name: cast.backup, title: 'VP Finance', department: 'Finance', manager: cast.ceo },
  { name: cast.approver, title: 'Finance Manager', department: 'Finance', manager: cast.backup },
  { name: cast.target, title: 'Financial Analyst', department: 'Finance', manager: cast.approver },
  { name: cast.requester, title: 'Accountant', department: 'Finance', manager: cast.approver },
  { name: cast.it, title: 'Head of IT', department: 'IT', manager: cast.ceo },
  { name: cast.itSecond, title: 'Service Desk Analyst', department: 'IT', manager: cast.it },
  { name: cast.security, title: 'Head of Security', department: 'Security', manager: cast.ceo },
  { name: cast.securitySecond, title: 'Security Analyst', department: 'Security', manager: cast.security },
  { name: cast.administrator, title: 'Identity Engineer', department: 'IT', manager: cast.it },
  { name: cast.administratorThroughGroup, title: 'Exchange Engineer', department: 'IT', manager: cast.it },
  { name: cast.administratorEligible, title: 'Cloud Engineer', department: 'IT', manager: cast.it },
  { name: cast.roleAssignable, title: 'Support Engineer', department: 'IT', manager: cast.it },
  { name: cast.disabled, title: 'Sales Representative', department: 'Sales', manager: cast.approver },
  { name: cast.deadlock, title: 'Buyer', department: 'Operations', manager: cast.backup },
  { name: cast.everything, title: 'Test Engineer', department: 'Engineering', manager: cast.backup, country: 'US' },
  { name: cast.phoneOnly, title: 'Account Manager', department: 'Sales', manager: cast.backup, country: 'US' },
  { name: cast.twoPhones, title: 'Warehouse Lead', department: 'Operations', manager: cast.backup },
  { name: cast.nothing, title: 'Office Manager', department: 'Operations', manager: cast.backup },
  { name: cast.managerless, title: 'Board Advisor', department: 'Executive' },
  { name: cast.breakGlass, title: 'Break-glass account', department: 'Security' },
  { name: cast.mailSender, title: 'Service mailbox', department: 'IT' },
];

export const departments = [
  'Finance',
  'Sales',
  'Engineering',
  'Operations',
  'Legal',
  'Human Resources',
  'Marketing',
] as const;
