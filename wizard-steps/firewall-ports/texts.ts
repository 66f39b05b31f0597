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
  heldBack: 'blocked as soon as what is named below no longer overrides the rule',
  insideNetwork: (name: string) => `Connections over ${name}, a network inside this instrument`,
  staysOpen: 'allowed; nothing changes there, nor for what the instrument asks of itself',
  statedNetwork: (name: string) => `Connections over ${name}, a network that a person says is inside this instrument`,
  packedNetwork: (name: string, saidBy: string) =>
    `Connections over ${name}, a network inside this instrument (named by ${saidBy})`,
  closedNetwork: (name: string) => `Connections over ${name}, a network of other machines`,
  closedThere: 'the ports named here are closed there',
  statedStaysOpen: (name: string) =>
    `The network ${name} stays open because a person says that it leads only to parts of the instrument. Whatever is connected there still reaches the copy service, so CVE-2023-1968 stays exposed until a trusted site pack names this network.`,
  mayBeInside: (name: string, addresses: readonly string[]) =>
    `The network ${name} (${addresses.join(', ')}) has private addresses and no way out to other networks. If it leads only to parts of the instrument itself, the instrument needs it open: ask Illumina, then state it (--inside-network ${name}) before you approve.`,
  notRunning:
    'The firewall of this system is not running. The rule will be there without effect, and the result will be "conflict", until whoever manages this machine starts it.',
  switchedOff: (zone: string) =>
    `The firewall is switched off in "${zone}". The rule will be there without effect, and the result will be "conflict", until whoever manages this machine switches it on.`,
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
