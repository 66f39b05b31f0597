import type { Product } from '../catalogue/catalogue.ts';
import type { Observation } from '../model/observation.ts';
import type { RecordedRun, RunHistory } from './run-history.ts';

/** Which product the evidence decides on, and what speaks against it. */
export interface ProductDecision {
  /** Null: undecided. */
  product: Product | null;
  /** What it rests on; of no meaning while undecided. */
  basis: 'installed' | 'run-folder' | 'person';
  undecidedBecause: string | null;
  contradictions: string[];
  /** Whether a person stated a product that what is installed, or (with nothing installed that says) the newest run, is not. */
  statementContradicted: boolean;
}

/** What the decision is made from. */
export interface ProductEvidence {
  /** Products that what is installed names, each once. */
  installed: readonly Product[];
  history: RunHistory;
  /** The product a person stated; null when they stated none. */
  stated: Product | null;
  observation: Observation;
}

/**
 * What is installed decides; else the person; else the newest run folder that names its software. What is installed and names
 * several products decides nothing unless the person says which; a person against what is installed decides nothing either.
 */
export function decideProduct(evidence: ProductEvidence): ProductDecision {
  const { installed, history, stated } = evidence;
  const { newestNamed } = history;
  const contradictions: string[] = [];
  const installedAgainstPerson = stated !== null && installed.length > 0 && !installed.includes(stated);
  const runAgainstPerson =
    stated !== null && installed.length === 0 && newestNamed !== null && !newestNamed.products.includes(stated);
  const statementContradicted = installedAgainstPerson || runAgainstPerson;
  const decide = (
    product: Product | null,
    basis: ProductDecision['basis'],
    undecidedBecause: string | null = null,
  ) => ({
    product,
    basis,
    undecidedBecause,
    contradictions,
    statementContradicted,
  });

  const [onlyInstalled] = installed;
  if (installed.length > 1) {
    const both = `What is installed names more than one product: ${listOf(installed)}.`;
    contradictions.push(both);
    if (stated === null) return decide(null, 'installed', both);
    if (installed.includes(stated)) return decide(stated, 'person');
  }
  if (installedAgainstPerson) {
    const against = `The person states ${stated.name}, but what is installed names ${listOf(installed)}.`;
    contradictions.push(against);
    return decide(null, 'installed', against);
  }
  if (onlyInstalled !== undefined) return decide(onlyInstalled, 'installed');
  if (stated !== null) return decide(stated, 'person');
  if (newestNamed === null) return decide(null, 'run-folder', nothingNamed(evidence));
  const [recorded] = newestNamed.products;
  if (recorded === undefined) return decide(null, 'run-folder', unknownName(newestNamed));
  if (newestNamed.products.length > 1) {
    return decide(
      null,
      'run-folder',
      `The newest run folder ${newestNamed.path} names software of more than one product: ${listOf(newestNamed.products)}.`,
    );
  }
  return decide(recorded, 'run-folder');
}

/** Sentences about run folders that name something else than the product decided on. */
export function runFolderContradictions(history: RunHistory, product: Product): string[] {
  const foreign = history.runs.filter(({ record, products }) => {
    return record.applicationName !== null && !products.includes(product);
  });
  const newestByName = new Map(foreign.toReversed().map((run) => [run.record.applicationName, run]));
  return foreign
    .filter((run) => newestByName.get(run.record.applicationName) === run)
    .map(
      ({ path, changedAt, record }) =>
        `Run folder ${path} (${changedAt}) names "${record.applicationName}", which is not ${product.name}.`,
    );
}

/** A sentence for each run folder that is newer than what was read and could not be read itself. */
export function unreadableRunFolders(history: RunHistory): string[] {
  return history.newerUnreadable.map(({ path, changedAt, record }) => {
    const why = record.status === 'unavailable' ? ` ${record.detail}` : '';
    return `The record of run folder ${path} (${changedAt}) could not be read; it may name another product or version.${why}`;
  });
}

function unknownName({ path, record }: RecordedRun): string {
  return `The newest run folder ${path} names "${record.applicationName}", which this catalogue does not know.`;
}

function nothingNamed({ observation }: ProductEvidence): string {
  const unread = [
    observation.software.status === 'unavailable' ? 'the list of installed software' : null,
    observation.fileVersions.status === 'unavailable' ? 'the versions of program files' : null,
    observation.runFolders.status === 'unavailable' ? 'the run folders' : null,
  ].filter((what) => what !== null);
  const nothing = 'Nothing that could be read on this machine names a product this catalogue knows.';
  return unread.length === 0 ? nothing : `${nothing} Not readable: ${unread.join(', ')}.`;
}

function listOf(products: readonly Product[]): string {
  return products.map(({ name }) => name).join(', ');
}
