import { createInterface } from 'node:readline';
import confirm from '@inquirer/confirm';
import input from '@inquirer/input';
import password from '@inquirer/password';
import type { FrontDelegate } from '../../elevation/helper-session.ts';
import { Secret } from '../../host/secret.ts';
import type { Output } from './output.ts';
import { showPlan } from './present/plan.ts';
import { showSigns } from './present/signs.ts';
import { showAssessment } from './present/verdicts.ts';

export interface PersonOptions {
  /** Whether questions can be asked on this terminal. */
  interactive: boolean;
  /** The account whose password comes on standard input; null when none does. */
  passwordOnInput: string | null;
  practice: boolean;
}

/** The person at the terminal: sees progress, answers what only a person can. Unattended, every question finds nobody. */
export function personAtTerminal(
  output: Output,
  { interactive, passwordOnInput, practice }: PersonOptions,
): FrontDelegate {
  return {
    progress({ kind, step, says }) {
      const mark = {
        looking: '..',
        'step-begun': '>>',
        'step-says': '  ',
        'step-ended': '<<',
        person: ' *',
        result: '==',
      }[kind];
      output.line(`${mark} ${step === null ? '' : `${step}: `}${says}`);
    },
    async answer(question) {
      if (!interactive) return 'nobody-there';
      switch (question.kind) {
        case 'approve':
          showAssessment(question.assessment, output);
          output.line();
          showSigns(question.signs, output);
          output.line();
          showPlan(question.plan, question.digest, output);
          return yesOrNo('Carry out this plan?');
        case 'confirm-idle':
          output.line(question.because);
          return yesOrNo('Have you looked at the instrument, and is it idle (no run, no wash, no copying)?');
        case 'confirm-backup':
          return yesOrNo('Is there a backup of the system image and of all run data?');
        case 'guide':
          output.line(output.colours.bold(question.title));
          for (const [index, text] of question.instructions.entries()) output.line(`  ${index + 1}. ${text}`);
          return yesOrNo('Have you done this?');
      }
    },
    async password(account) {
      if (passwordOnInput !== null) return account === passwordOnInput ? firstInputLine() : null;
      if (!interactive) return null;
      const message = `Password of ${account}${practice ? ' (left empty: the simulated person types it)' : ''}`;
      const text = await orWhenLeft(password({ message, mask: true }), '');
      return text === '' ? null : new Secret(text);
    },
  };
}

async function yesOrNo(message: string): Promise<'yes' | 'no'> {
  return (await orWhenLeft(confirm({ message, default: false }), false)) ? 'yes' : 'no';
}

/** Ctrl+C at a question declines it; what is under way is still brought to its end. */
async function orWhenLeft<T>(answer: Promise<T>, whenLeft: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return whenLeft;
    throw error;
  }
}

async function firstInputLine(): Promise<Secret | null> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  try {
    for await (const line of lines) return line === '' ? null : new Secret(line);
    return null;
  } finally {
    lines.close();
  }
}

/** Asks for a line of text; an empty answer takes the default. */
export function askText(message: string, byDefault: string): Promise<string> {
  return input({ message, default: byDefault });
}
