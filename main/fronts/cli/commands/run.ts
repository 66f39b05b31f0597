import { type Command, Option } from 'commander';
import { practiceDefaults } from '../../../host/practice/scenarios.ts';
import { processAccount } from '../../../host/process-account.ts';
import type { Approval, Operator } from '../../../model/choices.ts';
import { EXIT, Failure } from '../../../model/failure.ts';
import { chosenPack, type PackOptions } from '../../../run/chosen-pack.ts';
import { type CommandRunner, withExample } from '../command.ts';
import { doInHelper, type HelperJobOptions } from '../helper-job.ts';
import { addChoiceOptions, addJsonOption, addPracticeOptions, type ChoiceOptions, choicesFrom } from '../options.ts';
import { addPackOptions } from '../pack.ts';
import { askText, type PersonOptions } from '../person.ts';

interface ConsentOptions extends HelperJobOptions {
  yes?: boolean;
  approve?: string;
  confirmIdle?: boolean;
  json?: boolean;
}

interface OperatorOptions {
  operator?: string;
  role?: Operator['role'];
  site?: string;
  reason?: string;
}

interface RunOptions extends ConsentOptions, OperatorOptions, ChoiceOptions, PackOptions {
  confirmBackup?: boolean;
  acceptSigns?: string;
}

/** `run`, `resume` and `rollback`: the commands that change an instrument, through the helper. */
export function addRunCommands(program: Command, run: CommandRunner): void {
  const runCommand = program
    .command('run')
    .description('Look, plan, ask, change, check, and hand over a signed receipt.');
  addConsentOptions(addOperatorOptions(addPackOptions(addChoiceOptions(addPracticeOptions(runCommand)))))
    .option('--confirm-backup', 'a backup of the system image and of all run data exists')
    .option('--accept-signs <reason>', 'go on although strong signs of exploitation were found (technicians only)');
  withExample(runCommand, 'ucs-remedy run --practice miseq-4.0-ruo --yes --confirm-idle --operator "A. Tech"').action(
    (options: RunOptions) =>
      run(async (output) => {
        const approval = approvalFrom(options);
        const choices = choicesFrom(options);
        const interactive = isInteractive(options);
        const request = {
          operator: await operatorFrom(options, interactive),
          choices,
          pack: await chosenPack(options),
          approval,
          confirmIdle: options.confirmIdle ?? false,
          confirmBackup:
            options.confirmBackup ??
            (options.practice === undefined ? false : practiceDefaults(options.practice).confirmBackup),
          acceptSigns: acceptedSigns(options.acceptSigns),
          interactive,
        };
        return doInHelper({ kind: 'run', request }, options, personOptions(options), output);
      }),
  );

  const resume = program
    .command('resume')
    .description('Go on with a run that was interrupted or waits for a restart.')
    .option('--account <name>', 'account of the plan, if its password is still needed and comes on standard input');
  addConsentOptions(addPracticeOptions(resume));
  withExample(resume, 'ucs-remedy resume --practice installer-needs-reboot').action((options: ConsentOptions) =>
    run((output) => {
      const job = {
        kind: 'resume',
        interactive: isInteractive(options),
        approval: approvalFrom(options),
        confirmIdle: options.confirmIdle ?? false,
      } as const;
      return doInHelper(job, options, personOptions(options), output);
    }),
  );

  const rollback = program
    .command('rollback')
    .description('Undo a run, newest step first. Ends with a receipt that supersedes the first.')
    .option('--run <id>', 'the run to undo; else the newest that changed something')
    .option('--account <name>', 'account UCS goes back to, if its password is needed and comes on standard input');
  addConsentOptions(addOperatorOptions(addPracticeOptions(rollback)));
  withExample(rollback, 'ucs-remedy rollback --practice miseq-4.0-ruo --confirm-idle').action(
    (options: ConsentOptions & OperatorOptions & { run?: string }) =>
      run(async (output) => {
        approvalFrom(options);
        const interactive = isInteractive(options);
        const job = {
          kind: 'rollback',
          runId: options.run ?? null,
          operator: await operatorFrom(options, interactive),
          interactive,
          confirmIdle: options.confirmIdle ?? false,
        } as const;
        return doInHelper(job, options, personOptions(options), output);
      }),
  );
}

function addConsentOptions(command: Command): Command {
  return addJsonOption(
    command
      .option('--yes', 'approve whatever the plan is (practice only)')
      .option('--approve <digest>', 'approve the plan with this digest, from `ucs-remedy plan`')
      .option('--confirm-idle', 'you have looked: the instrument is idle')
      .option('--out <dir>', 'folder the receipt is written to'),
  );
}

function addOperatorOptions(command: Command): Command {
  return command
    .option('--operator <name>', 'who works on the instrument; else the name of your account')
    .addOption(new Option('--role <role>', 'your role; printed as a claim').choices(['technician', 'lab']))
    .option('--site <text>', 'where the instrument stands')
    .option('--reason <text>', 'why this is done now');
}

function acceptedSigns(reason: string | undefined): string | null {
  if (reason === undefined) return null;
  const said = reason.trim();
  if (said !== '' && said.length <= 1000) return said;
  throw new Failure(
    {
      code: 'wrong-use',
      message: '--accept-signs needs a reason of at most 1000 characters: it is printed on the receipt.',
      next: 'Say why the run may go on, for example: --accept-signs "evidence exported, security officer informed".',
    },
    EXIT.wrongUse,
  );
}

function approvalFrom({ yes, approve, practice }: ConsentOptions): Approval {
  const wrong = (message: string, next: string) => new Failure({ code: 'wrong-use', message, next }, EXIT.wrongUse);
  if (yes === true && practice === undefined) {
    throw wrong(
      '--yes approves blindly and exists for practice only.',
      'Look at the plan with `ucs-remedy plan`, then give its digest with --approve.',
    );
  }
  if (yes === true && approve !== undefined)
    throw wrong('--yes and --approve exclude each other.', 'Give one of them.');
  if (yes === true) return { kind: 'blind' };
  return approve === undefined ? { kind: 'ask' } : { kind: 'digest', digest: approve.toLowerCase() };
}

/** Questions are asked only where a person can see and answer them, and never when everything was answered beforehand. */
function isInteractive({ json, yes }: ConsentOptions): boolean {
  return json !== true && yes !== true && process.stdin.isTTY === true && process.stdout.isTTY === true;
}

function personOptions(options: ConsentOptions & { account?: string }): PersonOptions {
  const passwordOnInput = process.stdin.isTTY === true ? null : (options.account ?? null);
  return { interactive: isInteractive(options), passwordOnInput, practice: options.practice !== undefined };
}

async function operatorFrom(options: OperatorOptions, interactive: boolean): Promise<Operator> {
  const name =
    options.operator ??
    (interactive ? await askText('Your name (for the receipt)', processAccount()) : processAccount());
  const site = options.site ?? (interactive ? await askText('Site (for the receipt)', '') : '');
  return { name, role: options.role ?? 'technician', site, reason: options.reason ?? '' };
}
