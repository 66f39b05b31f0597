import { type Command, InvalidArgumentError, Option } from 'commander';
import { type PracticeDefaults, practiceDefaults } from '../../host/practice/scenarios.ts';
import type { PlanChoices } from '../../model/choices.ts';
import { ChangeControl, InterfaceName, StepId, UnitName } from '../../model/choices.ts';
import { EXIT, Failure } from '../../model/failure.ts';
import type { MachineOptions } from '../../run/machine.ts';

/** Options that say what the instrument is, and what a plan depends on. */
export interface ChoiceOptions extends MachineOptions {
  product?: string;
  version?: string;
  mode?: 'RUO' | 'Dx';
  ucsUnit?: string;
  decline?: StepId[];
  installer?: string | false;
  account?: string;
  insideNetwork?: string[];
  changeControl?: string;
  authorisedBy?: string;
  guideRead?: boolean;
}

export function addPracticeOptions(command: Command): Command {
  return command
    .option('--practice <id>', 'work on a practice instrument (see `ucs-remedy practice list`)')
    .option('--data-dir <dir>', 'folder of the practice instruments, their keys and receipts');
}

export function addJsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON document and nothing else');
}

export function addStatedOptions(command: Command): Command {
  return command
    .option('--product <name>', 'what you know the product to be; recorded as your statement')
    .option('--version <version>', 'what you know its version to be; recorded as your statement')
    .addOption(
      new Option('--mode <mode>', 'the mode it is started in; recorded as your statement').choices(['RUO', 'Dx']),
    )
    .option(
      '--ucs-unit <unit>',
      'Linux: the unit you know to be the copy service, of those `assess` shows; recorded as your statement',
      unitName,
    );
}

export function addChoiceOptions(command: Command): Command {
  return addStatedOptions(command)
    .option('--decline <step>', `leave a step out (${StepId.options.join(', ')}); can be given again`, collectSteps)
    .option('--installer <file>', 'vendor installer to use')
    .option('--no-installer', 'use no installer, even where a practice scenario brings one')
    .option(
      '--account <name>',
      'standard account UCS is to log on as; its password is asked for, or read from standard input',
    )
    .option(
      '--inside-network <interface>',
      'Linux: a network you know to lead only to parts of the instrument; it stays open; can be given again',
      collectNetworks,
    )
    .option('--change-control <ref>', 'change-control reference (in-vitro diagnostic instruments)')
    .option('--authorised-by <name>', 'who authorised the change')
    .option('--guide-read', "you have read the vendor's instructions guide");
}

function collectSteps(value: string, previous: StepId[] | undefined): StepId[] {
  const step = StepId.safeParse(value);
  if (!step.success) throw new InvalidArgumentError(`Steps are: ${StepId.options.join(', ')}.`);
  return [...(previous ?? []), step.data];
}

function unitName(value: string): string {
  const unit = UnitName.safeParse(value);
  if (unit.success) return unit.data;
  throw new InvalidArgumentError('The name of a service unit ends with ".service".');
}

function collectNetworks(value: string, previous: string[] | undefined): string[] {
  const name = InterfaceName.safeParse(value);
  if (!name.success) throw new InvalidArgumentError('That is no name of a network interface.');
  return [...(previous ?? []), name.data];
}

/** The choices of a command line; what it leaves open comes from the practice scenario, where there is one. */
export function choicesFrom(options: ChoiceOptions): PlanChoices {
  const defaults: Partial<PracticeDefaults> = options.practice === undefined ? {} : practiceDefaults(options.practice);
  return {
    stated: {
      product: options.product ?? null,
      version: options.version ?? null,
      mode: options.mode ?? null,
      ucsUnit: options.ucsUnit ?? null,
    },
    decline: [...new Set(options.decline ?? defaults.decline ?? [])].sort(),
    installer: chosenInstaller(options.installer, defaults.installer ?? null),
    account: options.account ?? defaults.account ?? null,
    insideNetworks: [...new Set(options.insideNetwork ?? [])].sort(),
    changeControl: changeControlFrom(options) ?? defaults.changeControl ?? null,
  };
}

function chosenInstaller(option: string | boolean | undefined, byDefault: string | null): string | null {
  if (option === false) return null;
  return typeof option === 'string' ? option : byDefault;
}

function changeControlFrom({ changeControl, authorisedBy, guideRead }: ChoiceOptions): ChangeControl | null {
  if (changeControl === undefined && authorisedBy === undefined && guideRead !== true) return null;
  const parsed = ChangeControl.safeParse({ reference: changeControl, authorisedBy, guideRead });
  if (parsed.success) return parsed.data;
  throw new Failure(
    {
      code: 'change-control-incomplete',
      message:
        'Change control needs three things together: the reference, who authorised it, and that the guide was read.',
      next: 'Give --change-control REF, --authorised-by NAME and --guide-read. Nothing was changed.',
    },
    EXIT.wrongUse,
  );
}
