import type { Command } from 'commander';
import { builtInCatalogue } from '../../../catalogue/catalogue.ts';
import type { Plan } from '../../../model/plan.ts';
import { makePlan, planDigest } from '../../../plan/make-plan.ts';
import { exitCodeOf } from '../../../run/exit-code.ts';
import { readInstaller } from '../../../run/installer.ts';
import { lookAt } from '../../../run/session.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { openMachine } from '../machine.ts';
import { addChoiceOptions, addJsonOption, addPracticeOptions, type ChoiceOptions, choicesFrom } from '../options.ts';
import { showPlan } from '../present/plan.ts';
import { programFile, programStamp } from '../program-stamp.ts';

/** `plan`: what `run` would do with the same choices, and the digest to approve. */
export function addPlan(program: Command, run: CommandRunner): void {
  const command = program
    .command('plan')
    .description('Show what `run` would do with the same choices, and the digest to approve. Changes nothing.');
  addJsonOption(addChoiceOptions(addPracticeOptions(command)));
  withExample(command, 'ucs-remedy plan --practice miseq-4.0-ruo --decline firewall-ports').action(
    (options: ChoiceOptions) =>
      run(async (output) => {
        const { host, runs } = await openMachine(options);
        const choices = choicesFrom(options);
        const catalogue = builtInCatalogue();
        const { observation, assessment } = await lookAt({ host, catalogue }, choices.stated, runs);
        const installer = await readInstaller(host, choices);
        const { practice } = host.about;
        const context = { catalogue, observation, assessment, choices, installer, practice };
        const plan = makePlan(context, programStamp(programFile()));
        const digest = planDigest(plan);
        if (practice) output.line('PRACTICE: this is a virtual instrument.');
        showPlan(plan, digest, output);
        output.document(planDocument(plan, digest));
        return exitCodeOf(assessment.overall);
      }),
  );
}

function planDocument({ steps, leftOut }: Plan, digest: string) {
  return {
    digest,
    steps: steps.map(({ condition, params: _params, ...step }) => ({ ...step, condition: condition?.text ?? null })),
    leftOut,
  };
}
