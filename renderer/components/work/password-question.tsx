import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, useAsking, useContact, useTechnician, useWizard } from '../../store/wizard.ts';
import { Button } from '../button.tsx';
import { Field } from '../field.tsx';
import { QuestionCard } from './question-card.tsx';

/** Asks for the password of an account. It is handed on once and kept nowhere; empty means that the person does not know it. */
export function PasswordQuestion({ id, account }: { id: string; account: string }) {
  const { t } = useTranslation('run');
  const practice = useWizard(({ machine }) => machine?.kind === 'practice');
  const technician = useTechnician();
  const contact = useContact();
  const answering = useAsking('password');
  const [typed, setTyped] = useState('');
  const [shown, setShown] = useState(false);
  const give = (password: string | null) => {
    setTyped('');
    void ask('password', { id, password });
  };
  const empty = typed === '';
  return (
    <QuestionCard
      title={t('password.title', { account })}
      icon="lock"
      actions={
        <>
          <Button
            tone="primary"
            icon="check"
            action="primary"
            busy={answering}
            blocked={empty && !practice ? t('password.missing') : undefined}
            onPress={() => give(empty ? null : typed)}
          >
            {empty && practice ? t('password.simulated') : t('password.give')}
          </Button>
          {practice ? null : (
            <Button icon="cross" busy={answering} onPress={() => give(null)}>
              {t('password.unknown')}
            </Button>
          )}
        </>
      }
    >
      <p>{t('password.lead')}</p>
      {practice ? <p>{t('password.practice')}</p> : null}
      <form
        className="work-password"
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty) give(typed);
        }}
      >
        <Field
          label={t('password.label', { account })}
          value={typed}
          onChange={setTyped}
          type={shown ? 'text' : 'password'}
          autoComplete="off"
          maxLength={256}
        />
        <Button tone="quiet" icon={shown ? 'lock' : 'unlock'} onPress={() => setShown(!shown)}>
          {shown ? t('password.hide') : t('password.show')}
        </Button>
      </form>
      {technician ? null : <p className="muted">{t('password.call', { contact })}</p>}
    </QuestionCard>
  );
}
