import { practiceDefaults } from '../../../main/host/practice/scenarios.ts';
import type { Language, OpenQuestion, Screen, Settings, WizardSnapshot } from '../../../main/ipc/wizard-snapshot.ts';
import type { StepId } from '../../../main/model/choices.ts';
import type { Question } from '../../../main/model/conversation.ts';
import type { WizardWindow } from './wizard-window.ts';
import { word } from './words.ts';

/** What a person brings to an instrument, where it asks for it. */
export interface Readiness {
  changeControl?: { reference: string; authorisedBy: string };
  account?: string;
  backup?: boolean;
  signsReason?: string;
  decline?: readonly StepId[];
}

/** What a person needs who decides as the scenario does for `run`; accounts and installers are chosen already. */
export function readinessFor(scenario: string): Readiness {
  const { decline, changeControl, confirmBackup } = practiceDefaults(scenario);
  return { decline, backup: confirmBackup, ...(changeControl === null ? {} : { changeControl }) };
}

/** What a person presses to say yes. */
const YES: Record<Exclude<Question['kind'], 'approve'>, string> = {
  'confirm-idle': 'run:confirm.idle.yes',
  'confirm-backup': 'run:confirm.backup.yes',
  guide: 'run:guide.done',
  password: 'run:password.simulated',
};

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

  async introduce(role: Settings['role'], name = 'A. Tech', site = 'Lab 1'): Promise<void> {
    await this.window.shows('welcome');
    // The role is the engine's to say, so the mark follows the press.
    await this.page.locator(`input[type="radio"][value="${role}"]`).click();
    await this.page.locator(`input[type="radio"][value="${role}"]:checked`).waitFor();
    await this.nameField.fill(name);
    await this.siteField.fill(site);
  }

  get nameField() {
    return this.page.getByLabel(this.word('welcome:person.name'), { exact: true });
  }

  get siteField() {
    return this.page.getByLabel(this.word('welcome:person.site'), { exact: true });
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

  /** Whether the screen says why the person cannot go on yet. */
  async isStopped(): Promise<boolean> {
    return (await this.page.locator('.bar .blocked').count()) > 0;
  }

  async press(key: string): Promise<void> {
    await this.page.getByRole('button', { name: this.word(key), exact: true }).click();
  }

  async seeVerdict(): Promise<void> {
    for (const screen of ['instrument', 'verdict'] as const) {
      await this.goOn();
      await this.window.shows(screen);
    }
  }

  /** From the look to the plan, also where the verdict offers to stop first. */
  async seePlan(): Promise<void> {
    await this.seeVerdict();
    await this.press('verdict:toPlan');
    await this.window.shows('plan');
  }

  /** Gives what the plan asks for. */
  async prepare({ changeControl, account, backup, signsReason, decline = [] }: Readiness): Promise<void> {
    for (const step of decline) await this.decline(step);
    if (signsReason !== undefined) await this.page.getByLabel(this.word('plan:signs.reason')).fill(signsReason);
    if (changeControl !== undefined) {
      await this.page.getByLabel(this.word('plan:changeControl.reference')).fill(changeControl.reference);
      await this.page.getByLabel(this.word('plan:changeControl.authorisedBy')).fill(changeControl.authorisedBy);
      await this.page.getByLabel(this.word('plan:changeControl.guideRead')).check();
    }
    if (account !== undefined) await this.page.getByLabel(this.word('steps:ucs-account.account')).fill(account);
    if (backup === true) {
      // The box is ticked once the engine has taken it: a moment later on a busy machine.
      const box = this.page.getByLabel(this.word('plan:backup'));
      await box.click();
      await box.and(this.page.locator(':checked')).waitFor();
    }
  }

  private async decline(step: StepId): Promise<void> {
    const heading = this.page.getByRole('heading', { name: this.word(`common:step.${step}`) });
    const card = this.page.locator('section.card', { has: heading });
    await card.getByRole('button', { name: this.word('plan:decline') }).click();
    await this.page.locator('.plan-left-out', { hasText: this.word(`common:step.${step}`) }).waitFor();
  }

  async start(): Promise<void> {
    await this.goOn();
    await this.window.shows('elevate');
    await this.goOn();
  }

  /** Answers what is asked with yes, and leaves passwords to the simulated person, until the result is shown. */
  async sayYesUntilResult(before: (kind: Question['kind']) => Promise<void> = async () => {}): Promise<WizardSnapshot> {
    for (;;) {
      const kind = await this.questionOrResult();
      if (kind === 'result') return this.window.snapshot();
      await before(kind);
      await this.sayYes(kind);
    }
  }

  /** Waits for the next question of this kind, says yes to those before it, and leaves it open. */
  async sayYesUntil(wanted: Question['kind']): Promise<void> {
    for (;;) {
      const kind = await this.questionOrResult();
      if (kind === wanted) {
        this.answered = null;
        return;
      }
      if (kind === 'result') throw new Error(`nobody asked: ${wanted}`);
      await this.sayYes(kind);
    }
  }

  private async sayYes(kind: Question['kind']): Promise<void> {
    if (kind === 'approve') await this.goOn();
    else await this.press(YES[kind]);
  }

  /** Waits for the next question the window shows, or for the result. Looks when something was pushed, not all the time. */
  private async questionOrResult(): Promise<Question['kind'] | 'result'> {
    const { screen, open } = await this.page.evaluate<{ screen: Screen; open: OpenQuestion | null }>(`
      new Promise((resolve, reject) => {
        const look = async () => {
          const { screen, work } = await ucs.snapshot(null);
          const open = work?.question ?? null;
          if (work !== null && (open === null || open.id === ${JSON.stringify(this.answered)})) return;
          stop();
          resolve({ screen, open });
        };
        const stop = ucs.onPush(() => look().catch(reject));
        look().catch(reject);
      })`);
    this.answered = open?.id ?? this.answered;
    if (open !== null) return open.question.kind;
    await this.window.shows(screen);
    return 'result';
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

  /** From the receipt back to the first screen. */
  async nextInstrument(): Promise<void> {
    await this.press('receipt:nextInstrument');
    await this.window.shows('welcome');
  }
}
