import { useTranslation } from 'react-i18next';
import type { Question } from '../../../main/model/conversation.ts';
import { say } from '../../i18n/engine-phrases.ts';
import { ask, useAsking, useContact, useTechnician } from '../../store/wizard.ts';
import { Button } from '../button.tsx';
import { Notice } from '../notice.tsx';
import { Says } from '../says.tsx';
import { QuestionCard } from './question-card.tsx';

interface GuideQuestionProps {
  id: string;
  guide: Extract<Question, { kind: 'guide' }>;
}

/** A step that a person does by hand. What they did is read from the machine afterwards; their word alone does not count. */
export function GuideQuestion({ id, guide }: GuideQuestionProps) {
  const { t } = useTranslation('run');
  const answering = useAsking('answer');
  const technician = useTechnician();
  const contact = useContact();
  return (
    <QuestionCard
      title={say(guide.title).text}
      icon="user"
      actions={
        <>
          <Button
            tone="primary"
            icon="check"
            action="primary"
            busy={answering}
            onPress={() => void ask('answer', { id, answer: 'yes' })}
          >
            {t('guide.done')}
          </Button>
          <Button icon="cross" busy={answering} onPress={() => void ask('answer', { id, answer: 'no' })}>
            {t('guide.cannot')}
          </Button>
        </>
      }
    >
      <p>{t('guide.lead')}</p>
      <ol className="work-instructions">
        {guide.instructions.map((instruction) => (
          <li key={instruction}>
            <Says text={instruction} />
          </li>
        ))}
      </ol>
      <p className="muted">{t('guide.checked')}</p>
      {technician ? null : (
        <Notice tone="info" icon="phone">
          <p>{t('guide.call', { contact })}</p>
        </Notice>
      )}
    </QuestionCard>
  );
}
