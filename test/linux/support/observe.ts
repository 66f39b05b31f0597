// Prints facts of this machine as JSON: `node observe.mjs FACT...`; bundled by the tests to run where they cannot.
import { linuxHost } from '../../../main/host/linux/linux-host.ts';

const host = linuxHost();
const readers = {
  firewall: host.firewall,
  listeners: host.listeners,
  processes: host.processes,
  accounts: host.accounts,
  software: host.software,
  runFolders: host.runFolders,
  networkInterfaces: host.networkInterfaces,
  defaultRoutes: host.defaultRoutes,
  connections: host.connections,
};
const facts: Record<string, unknown> = { about: host.about };
for (const name of process.argv.slice(2)) {
  if (name in readers) facts[name] = await readers[name as keyof typeof readers]();
}
process.stdout.write(JSON.stringify(facts));
