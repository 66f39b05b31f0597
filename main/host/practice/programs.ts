import type { Connection } from '../../model/sign-facts.ts';
import type { Listener, Process, Service } from '../../model/system-facts.ts';
import { runningAccountRef, serviceAccountRef } from './accounts.ts';
import type { Bind, InstrumentState } from './instrument-state.ts';

/** A program that runs now, with the sockets it holds. */
interface RunningProgram {
  /** Whether it is the instrument's UCS. */
  ucs: boolean;
  pid: number;
  parentPid: number;
  imagePath: string;
  description: string | null;
  account: string;
  binds: readonly Bind[];
}

/** Pids follow from the order of names, so that a restart and its undo leave no trace. */
const SERVICE_PIDS = { first: 1000, step: 20 };
const SESSION_PIDS = { first: 6000, step: 20 };
const CHILD_OFFSET = 4;
/** Programs that somebody had UCS start come behind its worker. */
const STARTED_OFFSETS = { first: 6, step: 2 };

const BACKGROUND = {
  windows: {
    kernelPid: 4,
    kernel: 'System',
    servicesPid: 700,
    services: 'services.exe',
    shellPid: 5000,
    shell: 'explorer.exe',
  },
  linux: {
    kernelPid: 2,
    kernel: 'kthreadd',
    servicesPid: 1,
    services: 'systemd',
    shellPid: 5000,
    shell: 'gnome-shell',
  },
} as const;

function servicePid(state: InstrumentState, name: string): number {
  return SERVICE_PIDS.first + SERVICE_PIDS.step * Object.keys(state.services).sort().indexOf(name);
}

function runningPrograms(state: InstrumentState): RunningProgram[] {
  const { servicesPid, shellPid } = BACKGROUND[state.operatingSystem.family];
  const services = Object.entries(state.services).flatMap(([name, service]) =>
    service.runningAs === null
      ? []
      : [
          {
            ucs: state.ucs?.kind === 'service' && state.ucs.name === name,
            pid: servicePid(state, name),
            parentPid: servicesPid,
            imagePath: service.imagePath,
            description: service.displayName,
            account: service.runningAs,
            binds: service.binds,
          },
        ],
  );
  const { session } = state;
  const names = Object.keys(state.sessionPrograms).sort();
  const ofSession = Object.entries(session === null ? {} : state.sessionPrograms).map(([name, program]) => ({
    ucs: state.ucs?.kind === 'session-program' && state.ucs.name === name,
    pid: SESSION_PIDS.first + SESSION_PIDS.step * names.indexOf(name),
    parentPid: shellPid,
    imagePath: program.imagePath,
    description: program.description,
    account: session?.account ?? '',
    binds: program.binds,
  }));
  return [...services, ...ofSession];
}

/** The services as the service manager lists them. */
export function serviceList(state: InstrumentState): Service[] {
  return Object.entries(state.services).map(([name, service]) => ({
    name,
    displayName: service.displayName,
    imagePath: service.imagePath,
    account: serviceAccountRef(state, service.account),
    state: service.runningAs === null ? 'stopped' : 'running',
    startType: service.startType,
    pid: service.runningAs === null ? null : servicePid(state, name),
  }));
}

/** The processes that run, those of the system included. */
export function processList(state: InstrumentState): Process[] {
  const { family } = state.operatingSystem;
  const system = BACKGROUND[family];
  const superuser = runningAccountRef(state, family === 'windows' ? 'LocalSystem' : 'root');
  const ofSystem = { parentPid: null, imagePath: null, description: null, account: superuser };
  const processes: Process[] = [
    { ...ofSystem, pid: system.kernelPid, name: system.kernel },
    { ...ofSystem, pid: system.servicesPid, name: system.services },
  ];
  if (state.session !== null) {
    const account = runningAccountRef(state, state.session.account);
    processes.push({ ...ofSystem, pid: system.shellPid, name: system.shell, account });
  }
  for (const { ucs, pid, parentPid, imagePath, description, account, binds } of runningPrograms(state)) {
    const process = {
      pid,
      parentPid,
      name: lastName(imagePath),
      imagePath,
      description,
      account: runningAccountRef(state, account),
    };
    processes.push(process);
    if (binds.some(({ via }) => via === 'child')) {
      const workerPath = imagePath.replace(/(\.exe)?$/, 'Worker$1');
      processes.push({
        ...process,
        pid: pid + CHILD_OFFSET,
        parentPid: pid,
        name: lastName(workerPath),
        imagePath: workerPath,
        description: null,
      });
    }
    for (const [index, path] of (ucs ? state.traces.startedByUcs : []).entries()) {
      const started = { parentPid: pid, name: lastName(path), imagePath: path, description: null };
      processes.push({ ...process, ...started, pid: pid + STARTED_OFFSETS.first + STARTED_OFFSETS.step * index });
    }
  }
  return processes;
}

/** The established connections; those of UCS end with it. */
export function connectionList(state: InstrumentState): Connection[] {
  const ucs = runningPrograms(state).find((program) => program.ucs);
  return state.traces.connections.flatMap(({ ofUcs, ...connection }) => {
    if (!ofUcs) return [{ ...connection, pid: BACKGROUND[state.operatingSystem.family].servicesPid }];
    return ucs === undefined ? [] : [{ ...connection, pid: ucs.pid }];
  });
}

/** The listening sockets with their owners. */
export function listenerList(state: InstrumentState): Listener[] {
  return runningPrograms(state).flatMap(({ pid, binds }) =>
    binds.map(({ protocol, address, port, via }) => ({
      protocol,
      family: address.includes(':') ? ('ipv6' as const) : ('ipv4' as const),
      address,
      port,
      owner: ownerOf(via, pid, port),
    })),
  );
}

function ownerOf(via: Bind['via'], pid: number, port: number): Listener['owner'] {
  switch (via) {
    case 'self':
      return { kind: 'process', pid };
    case 'child':
      return { kind: 'process', pid: pid + CHILD_OFFSET };
    case 'http-sys':
      return { kind: 'http-sys', url: `http://+:${port}/PracticeCopy/`, pids: [pid] };
  }
}

function lastName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
