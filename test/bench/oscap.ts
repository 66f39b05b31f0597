import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { parseDpkgStatus } from '../../main/host/linux/dpkg-status.ts';

const OSCAP = '/usr/bin/oscap';

/** The names of all installed dpkg packages. */
async function packageNames(): Promise<string[]> {
  const packages = parseDpkgStatus(await readFile('/var/lib/dpkg/status', 'utf8'));
  return [...new Set(packages.map(({ name }) => name))].sort();
}

/**
 * An OVAL definition that makes `oscap` read about what `assess` reads: every installed package and every listening socket.
 * The packages are named one by one, because its dpkg probe matches no patterns.
 */
async function ovalDefinition(): Promise<string> {
  const values = (await packageNames()).map((name) => `<value>${name}</value>`).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>
<oval_definitions xmlns="http://oval.mitre.org/XMLSchema/oval-definitions-5" xmlns:oval="http://oval.mitre.org/XMLSchema/oval-common-5" xmlns:linux="http://oval.mitre.org/XMLSchema/oval-definitions-5#linux">
<generator><oval:schema_version>5.11</oval:schema_version><oval:timestamp>2026-11-23T00:00:00</oval:timestamp></generator>
<definitions><definition class="inventory" id="oval:ucs.bench:def:1" version="1">
<metadata><title>Packages and listeners</title><description>Reads all packages and all listeners.</description></metadata>
<criteria><criterion test_ref="oval:ucs.bench:tst:1"/><criterion test_ref="oval:ucs.bench:tst:2"/></criteria>
</definition></definitions>
<tests>
<linux:dpkginfo_test id="oval:ucs.bench:tst:1" version="1" check="all" check_existence="any_exist" comment="packages"><linux:object object_ref="oval:ucs.bench:obj:1"/></linux:dpkginfo_test>
<linux:inetlisteningservers_test id="oval:ucs.bench:tst:2" version="1" check="all" check_existence="any_exist" comment="listeners"><linux:object object_ref="oval:ucs.bench:obj:2"/></linux:inetlisteningservers_test>
</tests>
<objects>
<linux:dpkginfo_object id="oval:ucs.bench:obj:1" version="1"><linux:name var_ref="oval:ucs.bench:var:1" var_check="at least one"/></linux:dpkginfo_object>
<linux:inetlisteningservers_object id="oval:ucs.bench:obj:2" version="1"><linux:protocol operation="pattern match">.*</linux:protocol><linux:local_address operation="pattern match">.*</linux:local_address><linux:local_port datatype="int" operation="greater than or equal">0</linux:local_port></linux:inetlisteningservers_object>
</objects>
<variables><constant_variable id="oval:ucs.bench:var:1" version="1" datatype="string" comment="installed packages">${values}</constant_variable></variables>
</oval_definitions>
`;
}

/** A run of `oscap` over that definition; null where it is not installed. */
export async function oscapYardstick(): Promise<{
  definition: string;
  run(definitionFile: string): Promise<void>;
} | null> {
  const { exitCode } = await execa(OSCAP, ['--version'], { reject: false });
  if (exitCode !== 0) return null;
  return {
    definition: await ovalDefinition(),
    async run(definitionFile) {
      await execa(OSCAP, ['oval', 'eval', '--results', `${definitionFile}.results`, definitionFile]);
    },
  };
}
