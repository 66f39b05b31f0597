import type { CatalogueComparison } from '../../../catalogue/csaf/compare.ts';
import type { AdvisoryImport } from '../../../catalogue/csaf/import-advisory.ts';
import type { ImportedEntry } from '../../../catalogue/csaf/import-result.ts';
import type { Output } from '../output.ts';
import { drawTable } from './table.ts';

/** Shows what an import understood, what it did not, and how that differs from the built-in catalogue. */
export function showImport(read: AdvisoryImport, output: Output): void {
  // Drawing the table is what takes time here.
  if (output.json) return;
  const { advisory, sourceDigest, productIds, entries, warnings, invalid, notUnderstood } = read;
  const line = (text = '') => output.line(printable(text));
  const warn = (text: string) => output.line(output.colours.yellow(printable(`! ${text}`)));
  line(`${advisory.id}: ${advisory.title}`);
  line(`${advisory.publisher}, version ${advisory.version} (${advisory.status}) of ${advisory.date}`);
  line(`File sha256 ${sourceDigest}`);
  for (const warning of warnings) warn(warning);
  for (const { test, path, message } of invalid) warn(`Not valid: ${path || 'the document'}: ${message} (${test})`);
  line();
  line(`Understood: ${entries.length} of ${productIds} product ids`);
  if (entries.length > 0) output.line(entryTable(entries));
  if (notUnderstood.length > 0) {
    line(`Not understood: ${notUnderstood.length}`);
    for (const { id, name, path, why } of notUnderstood) {
      warn(`${id ?? 'no product'}${name === null ? '' : ` (${name})`}: ${why} At ${path}.`);
    }
  }
  for (const remedy of read.remedies)
    line(`Remedy (${remedy.category}): ${remedy.details} ${remedy.url ?? ''}`.trimEnd());
  line();
  for (const text of comparisonLines(read.comparison)) line(text);
}

function entryTable(entries: readonly ImportedEntry[]): string {
  const severalVendors = new Set(entries.map(({ vendor }) => vendor)).size > 1;
  const rows = entries.map((entry) =>
    [entry.id, productText(entry, severalVendors), entry.range, statusText(entry)].map(printable),
  );
  return drawTable([16, 36, 22], ['Entry', 'Product', 'Versions', 'Status'], rows);
}

function productText({ vendor, productName, qualifiers, relatedTo }: ImportedEntry, withVendor: boolean): string {
  const product = withVendor ? `${vendor ?? 'vendor not stated'}: ${productName}` : productName;
  const narrower = qualifiers.map(({ category, name }) => `${category} ${name}`);
  const related = relatedTo.map(({ category, name }) => `${category.replaceAll('_', ' ')} ${name}`);
  return [product, ...narrower, ...related].join('; ');
}

function statusText({ statuses }: ImportedEntry): string {
  const names = [...new Set(statuses.map(({ status }) => status))];
  const cvesOf = (name: string) => statuses.filter(({ status }) => status === name).map(({ cve }) => cve);
  return names.map((name) => `${name.replaceAll('_', ' ')}: ${cvesOf(name).join(', ')}`).join('; ');
}

function comparisonLines({ builtInAdvisory, sameAdvisory, differences }: CatalogueComparison): string[] {
  const other = sameAdvisory
    ? []
    : [`This is another advisory than the built-in one (${builtInAdvisory.id}), so that every entry differs.`];
  if (differences.length === 0) return ['Difference to the built-in catalogue: none'];
  return [
    `Difference to the built-in catalogue: ${differences.length}`,
    ...other,
    ...differences.map(({ kind, id, productName, builtIn, file, says }) => {
      const values = [
        ...(builtIn === null ? [] : [`built-in ${JSON.stringify(builtIn)}`]),
        ...(file === null ? [] : [`file ${JSON.stringify(file)}`]),
      ];
      return `- ${kind}: ${id} ${productName} (${values.join(', ')}). ${says}`;
    }),
  ];
}

/** A text of the file may hold control characters that would make a terminal show something else than is there. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
