import { read } from '../../model/fact.ts';
import type { RunFolderOnDisk } from '../host.ts';
import type { InstrumentState, PracticeRunFolder } from './instrument-state.ts';

const MINUTE_MS = 60_000;
const RUN_PARAMETERS = /^RunParameters\.xml$/i;
const RUN_INFO = 'RunInfo.xml';

/** The run folders as they lie on the instrument's disk at a moment; ages count back from it. */
export function runFoldersOnDisk(state: InstrumentState, now: Date): RunFolderOnDisk[] {
  const separator = state.operatingSystem.family === 'windows' ? '\\' : '/';
  return Object.entries(state.runFolders).map(([path, folder]) => {
    const names = Object.keys(folder.files);
    const parameters = names.find((name) => RUN_PARAMETERS.test(name));
    const ages = Object.values(folder.files);
    const file = (name: string) => `practice instrument: ${path}${separator}${name}`;
    return {
      path,
      changedAt: timeAgo(now, ages.length === 0 ? 0 : Math.min(...ages)),
      files: names.map((name) => ({ name, modifiedAt: timeAgo(now, folder.files[name] ?? 0) })),
      parameters: parameters === undefined ? null : read(runParametersXml(folder), file(parameters), now.toISOString()),
      info: names.includes(RUN_INFO) ? read(runInfoXml(folder), file(RUN_INFO), now.toISOString()) : null,
    };
  });
}

function timeAgo(now: Date, minutes: number): string {
  return new Date(now.getTime() - minutes * MINUTE_MS).toISOString();
}

type Element = { [name: string]: Element | string };

/** `RunParameters.xml` from element paths such as `Setup/ApplicationName`. */
function runParametersXml(folder: PracticeRunFolder): string {
  const root: Element = {};
  for (const [path, text] of Object.entries(folder.parameters)) place(root, path.split('/'), text);
  return xmlDocument('RunParameters', '', root);
}

function place(element: Element, [name, ...rest]: string[], text: string): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    element[name] = text;
    return;
  }
  const existing = element[name];
  const inner = typeof existing === 'object' ? existing : {};
  element[name] = inner;
  place(inner, rest, text);
}

function runInfoXml({ run }: PracticeRunFolder): string {
  if (run === null) return xmlDocument('RunInfo', ' Version="2"', {});
  const inner = `\n  <Run Id="${escapeXml(run.id)}" Number="${run.number}">\n    <Instrument>${escapeXml(run.instrument)}</Instrument>\n  </Run>`;
  return `<?xml version="1.0" encoding="utf-8"?>\n<RunInfo Version="2">${inner}\n</RunInfo>\n`;
}

function xmlDocument(root: string, attributes: string, children: Element): string {
  return `<?xml version="1.0" encoding="utf-8"?>\n<${root}${attributes}>${xmlElements(children, '\n  ')}\n</${root}>\n`;
}

function xmlElements(children: Element, indent: string): string {
  return Object.entries(children)
    .map(([name, content]) =>
      typeof content === 'string'
        ? `${indent}<${name}>${escapeXml(content)}</${name}>`
        : `${indent}<${name}>${xmlElements(content, `${indent}  `)}${indent}</${name}>`,
    )
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
