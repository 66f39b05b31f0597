import type { Catalogue, Product } from '../catalogue/catalogue.ts';
import type { Evidence } from '../model/assessment.ts';
import type { Observation } from '../model/observation.ts';
import type { RunFolder, RunRecord } from '../model/run-folder.ts';
import { productsNamedIn } from './software-names.ts';

/** A run folder with a readable record, and what the catalogue makes of it. */
export interface RecordedRun {
  path: string;
  changedAt: string;
  record: RunRecord;
  /** The products its application name stands for: none for an unknown or missing name, several for an ambiguous one. */
  products: Product[];
  evidence(says: string): Evidence;
}

/** The run folders of an observation, newest first; folders of the same time in the order of their paths. */
export interface RunHistory {
  runs: RecordedRun[];
  /** The newest run that names any software, known or not. */
  newestNamed: RecordedRun | null;
  /** Folders whose record could not be read although there is one, and that are newer than `newestNamed`. */
  newerUnreadable: RunFolder[];
}

/** Orders the run folders by their last change, as the machine's clock dated it. */
export function runHistory(observation: Observation, catalogue: Catalogue): RunHistory {
  const folders = observation.runFolders.status === 'read' ? observation.runFolders.value : [];
  const newestFirst = [...folders].sort(
    (a, b) => Date.parse(b.changedAt) - Date.parse(a.changedAt) || (a.path < b.path ? -1 : 1),
  );
  const runs = newestFirst.flatMap((folder) => recordedRun(folder, catalogue));
  const newestNamed = runs.find(({ record }) => record.applicationName !== null) ?? null;
  const newer = newestFirst.slice(
    0,
    newestNamed ? newestFirst.findIndex(({ path }) => path === newestNamed.path) : undefined,
  );
  return { runs, newestNamed, newerUnreadable: newer.filter(holdsUnreadableRecord) };
}

/** The newest run of a product; null when no run folder names it (alone). */
export function newestRunOf(history: RunHistory, product: Product): RecordedRun | null {
  return history.runs.find(({ products }) => products.length === 1 && products[0]?.key === product.key) ?? null;
}

/** The version values a run recorded: the application's, then the system suite's where that is another. */
export function versionsOf({ record }: RecordedRun): string[] {
  const versions = [record.applicationVersion, record.systemSuiteVersion].filter((version) => version !== null);
  return [...new Set(versions)];
}

function recordedRun({ path, changedAt, record }: RunFolder, catalogue: Catalogue): RecordedRun[] {
  if (record.status !== 'read') return [];
  const { value, source, at } = record;
  const products = value.applicationName === null ? [] : productsNamedIn(value.applicationName, catalogue);
  const evidence = (says: string): Evidence => ({
    fact: 'runFolders',
    says: `Run folder ${path}, last changed ${changedAt}: ${says}`,
    source,
    at,
  });
  return [{ path, changedAt, record: value, products, evidence }];
}

function holdsUnreadableRecord({ record }: RunFolder): boolean {
  return record.status === 'unavailable' && record.cause !== 'not-known';
}
