import type { FakeState } from './fakes/state.ts';
import type { ImageService, WindowsImage } from './windows-image.ts';

/** Other tests may run at the same time, and all of them share the ports of one computer. None of these is one the system chooses. */
const FIRST_PORT = 10_000 + (process.pid % 1_100) * 20;
export const PORTS = {
  open: FIRST_PORT,
  loopback: FIRST_PORT + 1,
  udp: FIRST_PORT + 2,
  localRunManager: FIRST_PORT + 3,
  proxy: FIRST_PORT + 4,
};

const UCS_FOLDER = 'C:\\Program Files\\Illumina\\Universal Copy Service';
const MACHINE = 'S-1-5-21-1000-2000-3000';
export const ADMINISTRATORS = 'S-1-5-32-544';

/** Group names of a German Windows, an account name in Japanese: nothing may depend on either. */
export function accounts(session: string): FakeState {
  const user = (name: string, rid: number, password: string, disabled = false) => ({
    name,
    sid: `${MACHINE}-${rid}`,
    disabled,
    password,
    rights: [] as string[],
  });
  return {
    users: [
      user('Administrator', 500, 'unused', true),
      user('sbsadmin', 1001, 'practice-admin'),
      user('sbsuser', 1002, 'practice-user'),
      user('検査技師', 1003, 'practice-technician'),
      user('müller', 1004, 'practice-mueller'),
      user('gerätebediener', 1005, 'Prüfung 検査 1'),
    ],
    groups: [
      {
        name: 'Administratoren',
        sid: ADMINISTRATORS,
        members: [`${MACHINE}-500`, `${MACHINE}-1001`, `${MACHINE}-1010`],
      },
      { name: 'Gerätebetreuung', sid: `${MACHINE}-1010`, members: [`${MACHINE}-1004`, `${MACHINE}-1010`] },
    ],
    session: { user: session, console: true },
    terminal: 'administrator',
    consent: 0,
    administratorLogons: [],
  };
}

/** What the copy service of a version of three parts says it is. */
export const ucsProgram = (version: string) => ({
  version: `${version}.100`,
  product: 'Universal Copy Service',
  description: 'Illumina Universal Copy Service',
});

const UCS_PROGRAM = ucsProgram('2.3.0');

const UCS: ImageService = {
  name: 'StandInUcs',
  displayName: 'Illumina Universal Copy Service',
  path: `${UCS_FOLDER}\\StandInUcs.exe`,
  account: 'LocalSystem',
  listens: [
    `tcp:0.0.0.0:${PORTS.open}`,
    `tcp::::${PORTS.open}`,
    `tcp:127.0.0.1:${PORTS.loopback}`,
    `udp:0.0.0.0:${PORTS.udp}`,
  ],
  program: UCS_PROGRAM,
};

const LRM: ImageService = {
  name: 'StandInLrm',
  displayName: 'Local Run Manager',
  path: 'C:\\Program Files\\Illumina\\Local Run Manager\\StandInLrm.exe',
  account: 'NT AUTHORITY\\NetworkService',
  listens: [`tcp:127.0.0.1:${PORTS.localRunManager}`],
  program: { version: '3.0.0.1', product: 'Local Run Manager', description: 'Local Run Manager' },
  dependsOn: UCS.name,
};

/** Names in two scripts, and the account of a person. */
const NAMES: ImageService = {
  name: 'StandInNames',
  displayName: 'Prüfdienst 検査',
  path: 'C:\\Program Files\\Illumina\\Prüfdienst 検査\\StandIn.exe',
  account: '.\\müller',
  listens: [],
  program: { version: '1.0.0.0', product: 'Prüfdienst', description: 'Prüfdienst für 検査' },
};

/** Two folders of 140 characters and more, with spaces and umlauts. */
const LONG = 'Läufe mit Leerzeichen '.repeat(6).trim().padEnd(145, 'ü');
export const LONG_RUN_FOLDER = `C:\\Illumina\\${LONG}\\${LONG}\\260102_M99001_0002`;

const allows = ({ path }: ImageService) => ({
  '{A}': `v2.30|Action=Allow|Active=TRUE|Dir=In|App=${path}|Name=Copy service|`,
});

/** A benchtop sequencer with Local Run Manager 3 and control software of the given name and version. */
export function benchtop(
  control: string,
  version: string,
  files: Record<string, string>,
  ucs: ImageService = UCS,
): WindowsImage {
  const path = `C:\\Program Files\\Illumina\\${control.replaceAll('/', '-')}\\StandInControl.exe`;
  return {
    software: [
      { key: 'control', name: control, version, view: '64' },
      { key: '{7A1C}', name: 'Illumina Universal Copy Service', version: '2.3.0.100', view: '64' },
      { key: 'lrm', name: 'Local Run Manager', version: '3.0.0', view: '32' },
    ],
    services: [ucs, LRM, NAMES],
    sessionProgram: null,
    programs: [{ path, program: { version: fourParts(version), product: control, description: 'Instrument control' } }],
    files,
    state: accounts('sbsuser'),
    firewallRules: allows(ucs),
  };
}

function fourParts(version: string): string {
  return [...version.split('.'), '0', '0', '0'].slice(0, 4).join('.');
}

function runFiles(folder: string, parameters: string): Record<string, string> {
  const info =
    '<?xml version="1.0"?><RunInfo><Run Id="260101_M99001_0001" Number="1"><Instrument>M99001</Instrument></Run></RunInfo>';
  return {
    [`${folder}\\RunInfo.xml`]: info,
    [`${folder}\\RunParameters.xml`]: `<?xml version="1.0"?><RunParameters>${parameters}</RunParameters>`,
    [`${folder}\\RTAComplete.txt`]: '',
    [`${folder}\\CopyComplete.txt`]: '',
  };
}

const MISEQ_RUN =
  '<ScannerID>M99001</ScannerID><MCSVersion>4.0.0.1769</MCSVersion><Setup><ApplicationName>MiSeq Control Software</ApplicationName><ApplicationVersion>4.0.0.1769</ApplicationVersion></Setup>';

/** MiSeq in research mode, control software 4.0. */
export const BENCHTOP = benchtop('MiSeq Control Software', '4.0.0.1769', {
  ...runFiles('C:\\Illumina\\MiSeqAnalysis\\260101_M99001_0001', MISEQ_RUN),
  ...runFiles(LONG_RUN_FOLDER, MISEQ_RUN),
});

/** The copy service as somebody installed it who wrote German and Japanese. */
export const UCS_IN_TWO_SCRIPTS: ImageService = {
  ...UCS,
  displayName: 'Universal Copy Service – Gerätedienst 検査',
  path: 'C:\\Program Files\\Illumina\\Kopierdienst für Läufe 検査\\StandInUcs.exe',
};

/** The same, before any installer of the copy service ran: tests run one. */
export const BENCHTOP_TO_UPDATE: WindowsImage = {
  ...BENCHTOP,
  software: BENCHTOP.software.filter(({ name }) => name !== UCS.displayName),
};

/** The same with nothing on it but its control software and the copy service: quick to look at. */
export const BENCHTOP_BARE: WindowsImage = {
  ...BENCHTOP,
  software: BENCHTOP.software.filter(({ name }) => name !== LRM.displayName),
  services: [UCS],
  files: {},
};

/** NextSeq 500/550 with Local Run Manager 3, control software 4.0. */
export const NEXTSEQ = benchtop(
  'NextSeq Control Software',
  '4.0.0.10',
  runFiles(
    'C:\\Illumina\\NextSeq Control Software Temp\\260101_NB990001_0001',
    '<InstrumentID>NB990001</InstrumentID><Setup><ApplicationName>NextSeq Control Software</ApplicationName><ApplicationVersion>4.0.0.10</ApplicationVersion></Setup>',
  ),
  UCS_IN_TWO_SCRIPTS,
);

const NOVASEQ_UCS = {
  path: UCS.path,
  account: 'sbsuser',
  listens: [`tcp:0.0.0.0:${PORTS.open}`],
  program: { ...UCS_PROGRAM, version: '1.6.3.1575' },
};

/** NovaSeq 6000: UCS runs as whoever is logged on, and that account is an administrator. */
export const NOVASEQ: WindowsImage = {
  ...benchtop(
    'NovaSeq Control Software',
    '1.7.5',
    runFiles(
      'C:\\ProgramData\\Illumina\\NovaSeq\\NovaSeqTemp\\260101_A99001_0001',
      '<InstrumentName>A99001</InstrumentName><Application>NovaSeq Control Software</Application><ApplicationVersion>1.7.5</ApplicationVersion>',
    ),
  ),
  services: [],
  sessionProgram: NOVASEQ_UCS,
  state: administratorIsLoggedOn(accounts('sbsuser')),
};

function administratorIsLoggedOn(state: FakeState): FakeState {
  const groups = state.groups.map((group) =>
    group.sid === ADMINISTRATORS ? { ...group, members: [...group.members, `${MACHINE}-1002`] } : group,
  );
  return { ...state, groups, administratorLogons: ['sbsuser'] };
}
