import type { Command } from 'commander';
import { restrictionNotes } from '../../../assess/restriction-notes.ts';
import { builtInCatalogue } from '../../../catalogue/catalogue.ts';
import type { Plan } from '../../../model/plan.ts';
import { makePlan, planDigest } from '../../../plan/make-plan.ts';
import { openChosenPack, type PackOptions } from '../../../run/chosen-pack.ts';
import { exitCodeOf } from '../../../run/exit-code.ts';
import { readInstaller } from '../../../run/installer.ts';
import { openMachine } from '../../../run/machine.ts';
import { programFile, programStamp } from '../../../run/program-stamp.ts';
import { lookAt } from '../../../run/session.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { addChoiceOptions, addJsonOption, addPracticeOptions, type ChoiceOptions, choicesFrom } from '../options.ts';
import { addPackOptions } from '../pack.ts';
import { showPlan } from '../present/plan.ts';

/** `plan`: what `run` would do with the same choices, and the digest to approve. */
export function addPlan(program: Command, run: CommandRunner): void {
  const command = program
    .command('plan')
    .description('Show what `run` would do with the same choices, and the digest to approve. Changes nothing.');
  addJsonOption(addPackOptions(addChoiceOptions(addPracticeOptions(command))));
  withExample(command, 'ucs-remedy plan --practice miseq-4.0-ruo --decline firewall-ports').action(
    (options: ChoiceOptions & PackOptions) =>
      run(async (output) => {
        const machine = await openMachine(options);
        const { host, runs } = machine;
        const choices = choicesFrom(options);
        const catalogue = builtInCatalogue();
        const pack = await openChosenPack(options, machine);
        const { observation, assessment } = await lookAt({ host, catalogue, pack }, choices.stated, runs);
        const installer = await readInstaller(host, choices);
        const { practice } = host.about;
        const context = { catalogue, pack, observation, assessment, choices, installer, practice };
        const plan = makePlan(context, programStamp(programFile()));
        const digest = planDigest(plan);
        if (practice) output.line('PRACTICE: this is a virtual instrument.');
        showPlan(plan, digest, output);
        // Whoever approves this digest has to start the program where it may start.
        const notes = restrictionNotes(observation);
        for (const { text } of notes) output.line(`Note: ${text}`);
        output.document({ ...planDocument(plan, digest), notes });
        return exitCodeOf(assessment.overall);
      }),
  );
}

function planDocument({ pack, steps, leftOut }: Plan, digest: string) {
  return {
    digest,
    pack,
    steps: steps.map(({ condition, params: _params, ...step }) => ({ ...step, condition: condition?.text ?? null })),
    leftOut,
  };
}
