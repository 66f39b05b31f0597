import { basename, dirname } from 'node:path';
import { inject } from 'vitest';
import * as z from 'zod';
import { Container } from './container.ts';
import { RPM_MACROS } from './rpm-package.ts';
import { nextSeqPack } from './site-pack.ts';

/** The port the stand-in for the copy service takes. Invented: the real ones are not known. */
export const UCS_PORT = 5000;
export const UNIT = 'illumina-ucs.service';
const PROGRAM = '/opt/ucs-remedy/ucs-remedy.cjs';

/** Listens on both wildcards and keeps a log open, as a service that copies runs might. Not the real copy service. */
const STAND_IN = `import { createServer } from 'node:net';
import { openSync, writeSync } from 'node:fs';
const log = openSync('/srv/ucs/log/ucs.log', 'a');
const answer = (socket) => { writeSync(log, 'connection\\n'); socket.destroy(); };
createServer(answer).listen({ host: '0.0.0.0', port: ${UCS_PORT} });
createServer(answer).listen({ host: '::', port: ${UCS_PORT}, ipv6Only: true });
`;
const RUN = '/usr/local/illumina/runs/260101_VH99001_0001_TEST';
const PARAMETERS = `<?xml version="1.0"?><RunParameters><ApplicationName>NextSeq 1000/2000 Control Software</ApplicationName>
<ApplicationVersion>1.4.1</ApplicationVersion><InstrumentSerialNumber>VH99001</InstrumentSerialNumber>
<CopyServiceRunId>test-run-1</CopyServiceRunId><CopyServiceVersion>2.0.8.695</CopyServiceVersion></RunParameters>`;

const Plan = z.looseObject({ digest: z.string(), steps: z.array(z.looseObject({ id: z.string(), mode: z.string() })) });
const CHOICES = [
  '--product',
  'NextSeq 1000/2000 Control Software',
  '--version',
  '1.4.1',
  '--account',
  'ucs',
  '--pack',
  '/opt/lab.pack.json',
];

/** The three ways an instrument can have its rules, each with how it lets the copy service in before the run. */
export const FIREWALLS = [
  {
    firewall: 'firewalld',
    off: ['nftables.service'],
    prepare: 'firewall-cmd -q --permanent --add-port=5000/tcp; firewall-cmd -q --reload',
  },
  { firewall: 'nftables', off: ['firewalld.service'], prepare: 'systemctl enable -q --now nftables' },
  {
    firewall: 'iptables',
    off: ['firewalld.service', 'nftables.service'],
    prepare: `printf '%s\\n' '[Unit]' 'DefaultDependencies=no' 'Before=network-pre.target' '[Service]' 'Type=oneshot' 'RemainAfterExit=yes' \\
      'ExecStart=/bin/sh -c "/usr/sbin/iptables -A INPUT -p tcp --dport 5000 -j ACCEPT && /usr/sbin/ip6tables -A INPUT -p tcp --dport 5000 -j ACCEPT"' \\
      '[Install]' 'WantedBy=sysinit.target' > /etc/systemd/system/iptables.service
      systemctl daemon-reload; systemctl enable -q --now iptables`,
  },
] as const;

/** What a run said, and how it ended. */
export interface Ended {
  exitCode: number;
  said: string;
}

/** A NextSeq 2000 with control software 1.4.1 as a whole system, with a stand-in for its copy service that runs as root. */
export class Instrument {
  private constructor(readonly container: Container) {}

  /**
   * @param controlSoftware package of the control software, of `buildRpm`
   * @param off units of Debian that do not start on this instrument
   * @param packed what its site pack says beyond that the program may set the account
   */
  static async make(
    controlSoftware: string,
    off: readonly string[],
    binds: readonly string[] = [],
    packed: Parameters<typeof nextSeqPack>[0] = {},
  ): Promise<Instrument> {
    const { pack, key, fingerprint } = nextSeqPack(packed);
    const container = await Container.make(
      {
        '/opt/lab.pack.json': pack,
        '/opt/lab.pub.pem': key,
        '/srv/ucs/bin/ucs.mjs': STAND_IN,
        '/srv/ucs/log/ucs.log': '',
        [`/lib/systemd/system/${UNIT}`]: `[Unit]\nDescription=Illumina Universal Copy Service\n[Service]\nExecStart=/usr/local/bin/node /srv/ucs/bin/ucs.mjs\n[Install]\nWantedBy=multi-user.target\n`,
        [`${RUN}/RunParameters.xml`]: PARAMETERS,
        [`${RUN}/RunInfo.xml`]:
          '<RunInfo><Run Id="260101_VH99001_0001_TEST" Number="1"><Instrument>VH99001</Instrument></Run></RunInfo>',
        [`${RUN}/RTAComplete.txt`]: '',
        [`${RUN}/CopyComplete.txt`]: '',
        ...RPM_MACROS,
      },
      [`${dirname(inject('program'))}:/opt/ucs-remedy`, `${dirname(controlSoftware)}:/opt/packages`, ...binds],
    );
    for (const unit of off) await container.mask(unit);
    await container.enable(UNIT);
    await container.start();
    await container.shell(
      `rpm --initdb; rpm -i /opt/packages/${basename(controlSoftware)}; touch -d '3 days ago' ${RUN}/* ${RUN}`,
    );
    const instrument = new Instrument(container);
    await instrument.remedy('key', 'trust', fingerprint, '--kind', 'pack');
    return instrument;
  }

  /** Starts the built program inside. */
  async remedy(...words: string[]): Promise<Ended> {
    const done = await this.container.run(['node', PROGRAM, ...words], { reject: false, all: true, stdin: 'ignore' });
    return { exitCode: done.exitCode ?? -1, said: String(done.all) };
  }

  /** Plans, approves exactly that plan, and runs it. */
  async plan(...more: string[]): Promise<z.infer<typeof Plan>> {
    const { stdout } = await this.container.run(['node', PROGRAM, 'plan', '--json', ...CHOICES, ...more], {
      reject: false,
    });
    return Plan.parse(JSON.parse(String(stdout)));
  }

  async run(...more: string[]): Promise<Ended> {
    const { digest } = await this.plan(...more);
    return this.runApproved(digest, ...more);
  }

  /** Runs with a digest given beforehand. */
  runApproved(digest: string, ...more: string[]): Promise<Ended> {
    return this.remedy(...runWords(digest), ...more);
  }

  /** Options that say what the instrument is. */
  get stated(): readonly string[] {
    return CHOICES.slice(0, 4);
  }

  /** Options of the choices that every plan of this instrument rests on. */
  get choices(): readonly string[] {
    return CHOICES;
  }

  /**
   * Begins a run and kills the process that makes the changes once its journal has so many entries.
   *
   * @param later how long the process goes on after that entry, in seconds
   */
  async killHelperAt(entries: number, later: number): Promise<void> {
    const { digest } = await this.plan();
    const words = ['node', PROGRAM, ...runWords(digest)].map((word) => `'${word}'`).join(' ');
    await this.container.shell(`${words} >/dev/null 2>&1 & front=$!
      newest() { ls -t /var/lib/ucs-remediation-wizard/journal/*.jsonl 2>/dev/null | head -1; }
      old=$(newest)
      until file=$(newest); [ "$file" != "$old" ] && [ "$(wc -l < "$file")" -ge ${entries} ]; do kill -0 $front; sleep 0.01; done
      sleep ${later}
      for process in /proc/[0-9]*; do
        if tr '\\0' ' ' < $process/cmdline 2>/dev/null | grep -q ' [h]elper --channel'; then kill -9 "\${process#/proc/}"; fi
      done
      wait $front || true`);
  }

  /** The kinds of the entries in the newest journal, without what a run that goes on says of itself. */
  async journalled(): Promise<string[]> {
    const text = await this.container.shell(
      'cat $(ls /var/lib/ucs-remediation-wizard/journal/*.jsonl | sort | tail -1)',
    );
    const kinds = text.split('\n').map((line) => JSON.parse(line).event.kind as string);
    return kinds.filter((kind) => kind !== 'resumed');
  }

  /** What the unit runs as now. */
  async runsAs(): Promise<string> {
    return this.container.shell(`ps=$(systemctl show -p MainPID --value ${UNIT}); stat -c %U /proc/$ps`);
  }

  remove(): Promise<void> {
    return this.container.remove();
  }
}

/** The words of a run that approves a digest. */
export function runWords(digest: string): string[] {
  return ['run', ...CHOICES, '--approve', digest, '--confirm-idle', '--operator', 'A. Tech', '--role', 'technician'];
}
