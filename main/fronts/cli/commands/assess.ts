import type { Command } from 'commander';
import { builtInCatalogue } from '../../../catalogue/catalogue.ts';
import { ucsNamesFor } from '../../../catalogue/pack-for-instrument.ts';
import type { Assessment } from '../../../model/assessment.ts';
import { refuseUnfoundedUnit } from '../../../observe/stated-unit.ts';
import { unitOfUcs } from '../../../observe/unit-candidates.ts';
import { openChosenPack, type PackOptions } from '../../../run/chosen-pack.ts';
import { exitCodeOf } from '../../../run/exit-code.ts';
import { openMachine } from '../../../run/machine.ts';
import { lookAt } from '../../../run/session.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addJsonOption, addPracticeOptions, addStatedOptions, type ChoiceOptions, choicesFrom } from '../options.ts';
import { addPackOptions } from '../pack.ts';
import { showNetworkAdvice, showSigns } from '../present/signs.ts';
import { showUnitCandidates } from '../present/unit-candidates.ts';
import { showAssessment } from '../present/verdicts.ts';

/** `assess`: looks at a machine and says what is open; changes nothing. */
export function addAssess(program: Command, run: CommandRunner): void {
  const command = program
    .command('assess')
    .description('Look at an instrument and say what is open. Changes nothing.')
    .option('--root <dir>', 'look at a copied disk: a Linux tree, or a folder with Windows drives as C/, D/');
  addJsonOption(addPackOptions(addStatedOptions(addPracticeOptions(command))));
  withExample(command, 'ucs-remedy assess --practice miseq-4.0-ruo').action((options: ChoiceOptions & PackOptions) =>
    run(async (output) => {
      const machine = await openMachine(options);
      const { host, runs } = machine;
      const pack = await openChosenPack(options, machine);
      const { stated } = choicesFrom(options);
      const catalogue = builtInCatalogue();
      const { observation, assessment, snapshot } = await lookAt({ host, catalogue, pack }, stated, runs);
      const names = ucsNamesFor(catalogue, pack, assessment.listed);
      refuseUnfoundedUnit(observation, names, stated.ucsUnit);
      const { candidates } = unitOfUcs(observation, names);
      if (host.about.practice) output.line('PRACTICE: this is a virtual instrument.');
      const { signs, exposure } = snapshot;
      showAssessment(assessment, output);
      output.line();
      showUnitCandidates(candidates, output);
      showSigns(signs, output);
      output.line();
      showNetworkAdvice(exposure, output);
      output.document({ ...assessmentDocument(assessment), unitCandidates: candidates, signs, exposure });
      return exitCodeOf(assessment.overall);
    }),
  );
}

/** The document of `assess`. */
export function assessmentDocument({ identification, listed, overall, verdicts, notes, catalogue, pack }: Assessment) {
  const { product, productName, versions, mode, modeSource, serial, ucsVersion, claims, contradictions } =
    identification;
  return {
    instrument: {
      product: productName,
      productKey: product,
      version: versions[0] ?? null,
      versions,
      mode,
      modeSource,
      serial,
      ucsVersion,
      undecidedBecause: identification.undecidedBecause,
      claims,
      contradictions,
    },
    listed,
    overall,
    verdicts,
    notes,
    catalogue,
    pack,
  };
}
