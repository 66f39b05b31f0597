import type { OpenQuestion } from '../../../main/ipc/wizard-snapshot.ts';
import { GuideQuestion } from './guide-question.tsx';
import { PasswordQuestion } from './password-question.tsx';
import { YesNoQuestion } from './yes-no-question.tsx';

/** What the work waits for; the plan to approve has a screen of its own. */
export function OpenQuestionView({ open: { id, question } }: { open: OpenQuestion }) {
  switch (question.kind) {
    case 'confirm-idle':
      return <YesNoQuestion key={id} id={id} kind="idle" because={question.because} />;
    case 'confirm-backup':
      return <YesNoQuestion key={id} id={id} kind="backup" because={null} />;
    case 'guide':
      return <GuideQuestion key={id} id={id} guide={question} />;
    case 'password':
      return <PasswordQuestion key={id} id={id} account={question.account} />;
    case 'approve':
      return null;
  }
}
