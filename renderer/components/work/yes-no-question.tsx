import { useTranslation } from 'react-i18next';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useAsking } from '../../store/wizard.ts';
import { Button } from '../button.tsx';
import { Says } from '../says.tsx';
import { QuestionCard } from './question-card.tsx';

interface YesNoQuestionProps {
  id: string;
  kind: 'idle' | 'backup';
  /** Why the program cannot tell by itself; null where there is nothing to say. */
  because: string | null;
}

/** What only the person at the instrument can confirm: that it is idle, or that there is a backup. */
export function YesNoQuestion({ id, kind, because }: YesNoQuestionProps) {
  const { t } = useTranslation('run');
  const answering = useAsking('answer');
  return (
    <QuestionCard
      title={t(`confirm.${kind}.title`)}
      icon="question"
      actions={
        <>
          <Button
            tone="primary"
            icon="check"
            action="primary"
            busy={answering}
            onPress={() => void ask('answer', { id, answer: 'yes' })}
          >
            {t(`confirm.${kind}.yes`)}
          </Button>
          <Button icon="cross" busy={answering} onPress={() => void ask('answer', { id, answer: 'no' })}>
            {t(`confirm.${kind}.no`)}
          </Button>
        </>
      }
    >
      {because === null ? null : (
        <p>
          <Says text={because} />
        </p>
      )}
      <SafetySentence id={kind === 'idle' ? 'confirmIdle' : 'confirmBackup'} />
    </QuestionCard>
  );
}
