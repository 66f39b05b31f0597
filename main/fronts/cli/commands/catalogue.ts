import type { Command } from 'commander';
import { builtInCatalogue, stampOf } from '../../../catalogue/catalogue.ts';
import { EXIT } from '../../../model/failure.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption } from '../options.ts';
import { drawTable } from '../present/table.ts';
import { addCatalogueImport } from './catalogue-import.ts';

/** `catalogue show` and `catalogue import`: the public advisory's facts this program judges by. */
export function addCatalogue(program: Command, run: CommandRunner): void {
  const catalogue = program
    .command('catalogue')
    .description('The facts of the public advisory this program judges by.');
  withExample(catalogue, 'ucs-remedy catalogue show');
  const show = catalogue
    .command('show')
    .description('Show weaknesses, affected products and versions, notes and sources.');
  withExample(addJsonOption(show), 'ucs-remedy catalogue show --json').action(() =>
    run(async (output) => {
      const content = builtInCatalogue();
      const stamp = stampOf(content);
      output.document({ ...content, digest: stamp.digest });
      output.line(`${content.advisory.id}: ${content.advisory.title}`);
      output.line(`Catalogue ${stamp.version} of ${stamp.date}, sha256 ${stamp.digest}`);
      for (const weakness of content.weaknesses) {
        output.line();
        output.line(`${weakness.cve}  ${weakness.title}`);
        output.line(
          `  CVSS ${weakness.baseScore.toFixed(1)} ${weakness.vector}; ${weakness.cwe.id} ${weakness.cwe.name}`,
        );
        output.line(`  UCS ${weakness.ucsMajorVersions.map((major) => `${major}.x`).join(' and ')}`);
        for (const note of weakness.notes) output.line(`  Note: ${note}`);
      }
      const rows = content.entries.map((entry) => {
        const range = entry.judgedRange === null ? entry.range : `${entry.judgedRange} (CSAF: ${entry.range})`;
        return [entry.id, entry.productName, range, entry.qualifier ?? ''];
      });
      output.line();
      output.line(drawTable([16, 36, 22], ['Entry', 'Product', 'Versions', 'Qualifier'], rows));
      for (const note of content.notes) output.line(`Note: ${note.text}`);
      output.line(`Vendor guide: ${content.guide}`);
      output.line('Sources:');
      for (const source of content.sources) output.line(`  ${source.title}: ${source.url}`);
      return EXIT.nothingToDo;
    }),
  );
  addCatalogueImport(catalogue, run);
}
