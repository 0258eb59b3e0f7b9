/** Application permissions that open an operation, from the "Permissions" tables of the Graph reference. */
export const readUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

export const readGroups = [
  'GroupMember.Read.All',
  'GroupMember.ReadWrite.All',
  'Group.Read.All',
  'Group.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** A user's memberships; what the caller may not read of a group or role comes without its properties. */
export const readMemberships = [
  'User.Read.All',
  'GroupMember.Read.All',
  'Group.Read.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

/** checkMemberGroups and getMemberGroups on a user: the directory's, or the user's together with the groups'. */
export const checkMemberships = [
  'Directory.Read.All',
  'Directory.ReadWrite.All',
  ['User.Read.All', 'GroupMember.Read.All'],
  ['User.ReadBasic.All', 'GroupMember.Read.All'],
  ['User.Read.All', 'Group.Read.All'],
];

export const readRoles = [
  'RoleManagement.Read.Directory',
  'RoleManagement.Read.All',
  'RoleManagement.ReadWrite.Directory',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

export const readEligibility = [
  'RoleEligibilitySchedule.Read.Directory',
  'RoleManagement.Read.Directory',
  'RoleManagement.Read.All',
  'RoleEligibilitySchedule.ReadWrite.Directory',
  'RoleManagement.ReadWrite.Directory',
];

export const readGroupEligibility = [
  'PrivilegedEligibilitySchedule.Read.AzureADGroup',
  'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
];

export const readApplications = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'Directory.Read.All',
  'Directory.ReadWrite.All',
];

export const listMethods = ['UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All'];

export const changeMethods = 'UserAuthenticationMethod.ReadWrite.All';

export const revokeSessions = ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'];

export const changeUsers = [
  'User.ReadWrite.All',
  'Directory.ReadWrite.All',
  ['User.EnableDisableAccount.All', 'User.Read.All'],
];

export const readInstallations = [
  'TeamsAppInstallation.ReadForUser.All',
  'TeamsAppInstallation.ReadWriteForUser.All',
  'TeamsAppInstallation.ReadWriteAndConsentForUser.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All',
];

export const installOthers = [
  'TeamsAppInstallation.ReadWriteForUser.All',
  'TeamsAppInstallation.ReadWriteAndConsentForUser.All',
];

export const installSelf = [
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All',
];

export const readCatalog = ['AppCatalog.Read.All', 'AppCatalog.ReadWrite.All'];

/** Whether these roles open what `needed` asks: any of its entries, an entry that is a list being needed whole. */
export function opens(roles: readonly string[], needed: readonly (string | readonly string[])[]): boolean {
  return needed.some((entry) =>
    typeof entry === 'string' ? roles.includes(entry) : entry.every((role) => roles.includes(role)),
  );
}
