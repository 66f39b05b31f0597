import type { AccountVariant } from './variant.ts';

/** What this step says to people. The procedures are Illumina's (knowledge articles 7852 and 7867); Linux has none. */
export const texts = {
  because: (runsAs: string) => `The copy service runs as ${runsAs}. A standard account takes the extra rights away.`,
  accountWhat: 'Account the copy service (UCS) logs on as',
  notChosen: 'a standard account that you choose',
  newAccountWhat: (account: string) => `Account ${account}`,
  newAccountBefore: 'does not exist',
  newAccountAfter: 'exists, locked and without a shell',
  ownerWhat: (kind: 'file' | 'folder', path: string) => `Owner of the ${kind} ${path}, which the copy service writes`,
  candidates: (units: readonly string[]) =>
    `Which unit is the copy service is not clear. A person who knows has to choose one (--ucs-unit NAME): ${units.join(', ')}.`,
  onlyOpenFiles:
    'Handed over is what the copy service has open now. What it opens only during a run is not seen: watch the first run closely.',
  noUnits: 'this system has no systemd units that could be changed',
  serving: (ports: readonly string[]) =>
    `The copy service. Before and after, it serves: ${ports.join(', ') || 'no fixed port'}.`,
  notServing: (ports: readonly string[]) => `The copy service does not serve ${ports.join(', ')} any more.`,
  servingNotReadable: 'Whether the copy service serves its ports again could not be read.',
  logonRightWhat: (account: string) => `Right of ${account} to log on as a service`,
  logonRightBefore: 'as it is now',
  logonRightAfter: 'given; an undo takes it back if it was not there before',
  sessionWhat: 'Rights of the Windows account that sequencing runs from',
  sessionBefore: (account: string) => `${account} is an administrator`,
  sessionAfter: (account: string) => `${account} is a standard account; another account is administrator`,
  needsAccount: 'Name the standard account the copy service is to use (--account NAME).',
  otherSession: (runsAs: string, loggedOn: string) =>
    `The copy service runs in the session of ${runsAs}, and ${loggedOn} is logged on here. Log on with the account of the copy service, start this program there, and have another administrator consent when Windows asks.`,
  needsPassword: (account: string) => `The password of ${account} is needed and nobody gave it.`,
  passwordRefused: (account: string) => `The system did not accept the password of ${account}. Nothing was changed.`,
  isAdministrator: (account: string) =>
    `${account} is an administrator. The copy service must run as a standard account. Nothing was changed.`,
  rightsNotReadable: (account: string) =>
    `Whether ${account} is an administrator could not be read, so it was not used. Nothing was changed.`,
  noService: 'the service or its account is not in the list of services',
  noNetworkShares:
    'Local Service cannot reach network shares. If runs are copied to a share, choose a Windows account instead.',
  passwordsExpire:
    'Windows passwords can expire after 180 days. The service does not follow a changed password and then stops with "Cannot initiate communication with Universal Copy Service".',
  noVendorProcedure:
    'No vendor procedure for this is known on Linux instruments. Ask Illumina before you do it, and stop if they advise against it.',
  allowedByPack: (pack: string, source: string) =>
    `The ${pack} allows the program to set the account of the unit by itself (its source: ${source}).`,
  logOffNeeded: 'The change takes effect when the account has logged off and on again.',
  checkingPassword: (account: string) => `Checking the password of ${account}.`,
  setting: (account: string) => `Setting the copy service to log on as ${account} and restarting it.`,
  set: (account: string) => `The copy service was set to log on as ${account} and restarted.`,
  doneByHand: 'The person says it is done.',
  stillToDo: 'This step still has to be done by a person.',
  thenRunAgain: 'Do what is said here, then run again.',
  lastAdministrator: (account: string) =>
    `${account} is the only enabled administrator and was left as it is. Create another administrator first.`,
  sessionTitle: 'Sequence from a standard Windows account',
  session: (account: string) => [
    'Make sure the instrument is idle, and exit the control software.',
    'Create the account sbsadmin, make it a member of Administrators, and check that you can log on with it.',
    `Only then remove ${account} from Administrators.`,
    `Log off, log on as ${account}, and start the control software again.`,
    'This program ends when you log off: open it again afterwards, and it goes on from here.',
  ],
  unitTitle: 'Give the copy service a standard account',
  unit: (unit: string, account: string) => [
    `Ask Illumina whether ${unit} may run as ${account} on this instrument.`,
    `If so: add a drop-in to ${unit} with User=${account} and nothing else, and restart it.`,
    'Check that a run can still be copied to its output folder.',
  ],
  lrmTitle: 'Set the account of the copy service',
  lrm4: (account: string) => [
    'Log in to Local Run Manager as an administrator.',
    'Open Tools, System Settings, SERVICE ACCOUNTS, Universal Copy Service.',
    `Choose Windows Account, enter ${account} and its password, and save.`,
  ],
  serviceLogon: (account: string) => [
    'As sbsadmin, open Windows Services and then "Illumina Universal Copy Service".',
    `On the tab Log On, enter ${account} and its password. Check that it is a standard account.`,
    'Restart the service.',
  ],
  restoreTitle: 'Give the copy service back the account it had',
  restore: (variant: AccountVariant, account: string) =>
    variant === 'session'
      ? [`Make ${account} a member of Administrators again, then log off and on.`]
      : [`Set the copy service back to ${account} where it was changed, and restart it.`],
  restored: (account: string) => `The copy service is back at ${account}.`,
  restoredButNot: (account: string, why: string) =>
    `The copy service is back at ${account}, and the instrument cannot work as before: ${why}`,
  notRestored: (account: string) => `The copy service could not be set back to ${account}.`,
  undoNeedsPassword: (account: string) => `To set the copy service back to ${account}, its password is needed.`,
  undoByHand: (account: string) => `A person has to set the copy service back to ${account}.`,
  askForHelp: 'Ask a technician before the instrument is used.',
  stillPrivileged: (runsAs: string) => `The copy service still runs as ${runsAs}.`,
  notPrivileged: (runsAs: string) => `The copy service runs as ${runsAs}.`,
  untilLogOff: (account: string) =>
    `${account} keeps the rights of an administrator until it logs off. Log off and on again, or restart, then open this program again.`,
  cannotTellAdministrators: 'Who administers this machine could not be read.',
  noAdministratorLeft: 'No enabled administrator account is left on this machine.',
  administratorLeft: (account: string) => `${account} administers this machine.`,
  cannotTell: 'What the copy service runs as could not be read.',
};
