/** What this step says to people. */
export const texts = {
  because: (ports: readonly { protocol: string; port: number }[]) => {
    const named = ports.map(({ protocol, port }) => `${protocol.toUpperCase()} port ${port}`).join(', ');
    return `Other machines can reach the copy service${named === '' ? '' : ` on ${named}`}, and no rule keeps them out everywhere.`;
  },
  program: (path: string) => `Connections from other machines to ${path}`,
  port: (protocol: string, port: number) => `Connections from other machines to ${protocol.toUpperCase()} port ${port}`,
  packedPort: (protocol: string, port: number, saidBy: string) =>
    `Connections from other machines to ${protocol.toUpperCase()} port ${port} (named by ${saidBy})`,
  open: 'allowed',
  notInUse: 'nothing of the copy service listens there now',
  closed: 'blocked in every network profile, IPv4 and IPv6; this instrument itself can still use it',
  insideNetwork: (name: string) => `Connections over ${name}, a network inside this instrument`,
  staysOpen: 'allowed; nothing changes there, nor for what the instrument asks of itself',
  closedNetworks: (names: readonly string[]) =>
    `The ports are closed on these networks: ${names.join(', ')}. If one of them leads only to parts of the instrument itself, ask Illumina before you approve.`,
  policyOverrides: (zone: string) =>
    `A policy makes this system ignore its own firewall rules in "${zone}". The rule will be there without effect, and the result will be "conflict", until whoever manages the policy allows it.`,
  ruleOverrides: (rule: string) =>
    `The rule "${rule}" wins over block rules. The result will be "conflict" until that rule is removed.`,
  portMayChange: 'The copy service may choose another port at its next start. Check again after a restart.',
  adding: (count: number) => `Adding ${count} firewall rules.`,
  added: (count: number) => `${count} firewall rules were added.`,
  removed: 'The firewall rules of this run were removed.',
  remain: (names: string) => `These firewall rules could not be removed: ${names}.`,
  notReadable: 'The firewall rules could not be read, so whether those of this run are gone cannot be told.',
  remainNext: 'Remove them by hand, or ask whoever manages this machine.',
  cannotTell: 'What the copy service listens on could not be read, so whether it is closed cannot be told.',
  byHandTitle: 'Close the ports of the copy service in the firewall',
  byHand: (ports: readonly { protocol: string; port: number }[]) => [
    `In the firewall of this machine, block incoming connections to ${ports.map(({ protocol, port }) => `${protocol.toUpperCase()} port ${port}`).join(', ')}, for IPv4 and IPv6.`,
    'Leave the addresses and the internal networks of the instrument as they are.',
    'Make sure the rules are still there after a restart.',
  ],
  doneByHand: 'The person says the ports are closed.',
  stillToDo: 'The ports of the copy service still have to be closed by a person.',
  stillToDoNext: 'Close the ports as the plan describes, then run again.',
  undoByHand: 'The rules were set by hand and have to be removed by hand.',
  undoByHandNext: 'Remove the rules that were added for the ports named in the plan.',
};
