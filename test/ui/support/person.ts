import type { Language, Settings, WizardSnapshot } from '../../../main/ipc/wizard-snapshot.ts';
import type { WizardWindow } from './wizard-window.ts';
import { word } from './words.ts';

/** What a person brings to an instrument, where it asks for it. */
export interface Readiness {
  changeControl?: { reference: string; authorisedBy: string };
  account?: string;
  backup?: boolean;
  signsReason?: string;
}

/** A person who works with the window by what it shows: buttons, fields and choices, in whichever language it speaks. */
export class Person {
  constructor(
    readonly window: WizardWindow,
    public language: Language = 'en',
  ) {}

  word(key: string, values?: Readonly<Record<string, string>>): string {
    return word(this.language, key, values);
  }

  get page() {
    return this.window.page;
  }

  async introduce(role: Settings['role'], name = 'A. Tech'): Promise<void> {
    await this.window.shows('welcome');
    await this.page.locator(`input[type="radio"][value="${role}"]`).check();
    await this.page.getByLabel(this.word('welcome:person.name'), { exact: true }).fill(name);
  }

  async practise(scenario: string): Promise<void> {
    await this.page.locator('input[type="radio"][value="practice"]').check();
    await this.page.locator(`input[type="radio"][value="${scenario}"]`).check();
    await this.goOn();
    await this.window.shows('look');
  }

  /** Presses the main button of the screen, once it can be pressed. */
  async goOn(): Promise<void> {
    await this.page.locator('[data-action="primary"][aria-disabled="false"]').click();
  }

  async press(key: string): Promise<void> {
    await this.page.getByRole('button', { name: this.word(key), exact: true }).click();
  }

  async seePlan(): Promise<void> {
    for (const screen of ['instrument', 'verdict', 'plan'] as const) {
      await this.goOn();
      await this.window.shows(screen);
    }
  }

  /** Gives what the plan asks for. */
  async prepare({ changeControl, account, backup, signsReason }: Readiness): Promise<void> {
    if (signsReason !== undefined) await this.page.getByLabel(this.word('plan:signs.reason')).fill(signsReason);
    if (changeControl !== undefined) {
      await this.page.getByLabel(this.word('plan:changeControl.reference')).fill(changeControl.reference);
      await this.page.getByLabel(this.word('plan:changeControl.authorisedBy')).fill(changeControl.authorisedBy);
      await this.page.getByLabel(this.word('plan:changeControl.guideRead')).check();
    }
    if (account !== undefined) await this.page.getByLabel(this.word('steps:ucs-account.account')).fill(account);
    if (backup === true) await this.page.getByLabel(this.word('plan:backup')).check();
  }

  async start(): Promise<void> {
    await this.goOn();
    await this.window.shows('elevate');
    await this.goOn();
  }

  /** Answers what is asked with yes, and leaves passwords to the simulated person, until the result is shown. */
  async sayYesUntilResult(): Promise<WizardSnapshot> {
    for (;;) {
      const shown = await this.questionOrResult();
      if (shown === 'result') return this.window.snapshot();
      if (shown === 'approve') await this.goOn();
      else await this.press(shown);
    }
  }

  /** Waits for the next question and answers with what to press: the key of the yes, `approve`, or that the result came. */
  private async questionOrResult(): Promise<string> {
    for (;;) {
      const { screen, work } = await this.window.snapshot();
      if (work === null) {
        await this.window.shows(screen);
        return 'result';
      }
      const asked = work.question;
      if (asked !== null && this.answered !== asked.id) {
        this.answered = asked.id;
        switch (asked.question.kind) {
          case 'approve':
            return 'approve';
          case 'confirm-idle':
            return 'run:confirm.idle.yes';
          case 'confirm-backup':
            return 'run:confirm.backup.yes';
          case 'guide':
            return 'run:guide.done';
          case 'password':
            return 'run:password.simulated';
        }
      }
      await this.page.waitForTimeout(20);
    }
  }

  private answered: string | null = null;

  /** Saves the receipt into a folder typed by hand, which technicians can; answers with the path that is shown. */
  async saveReceipt(folder: string): Promise<string> {
    await this.goOn();
    const dialog = this.page.getByRole('dialog');
    await dialog.getByLabel(this.word('common:save.folder')).fill(folder);
    await dialog.getByRole('button', { name: this.word('common:save.here') }).click();
    await dialog.getByText(folder).first().waitFor();
    await dialog.getByRole('button', { name: this.word('common:action.close') }).click();
    const { receipt } = await this.window.snapshot();
    return receipt?.saved[0] ?? '';
  }
}
