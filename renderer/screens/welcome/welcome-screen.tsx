import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChosenMachine } from '../../../main/ipc/wizard-snapshot.ts';
import { ScreenFrame } from '../../components/screen-frame.tsx';
import { ask, askQuietly, useAsking, useWizard } from '../../store/wizard.ts';
import { MachineCard, type MachineDraft } from './machine-card.tsx';
import { PersonCard, type PersonDraft } from './person-card.tsx';
import { PracticeCard } from './practice-card.tsx';
import { SettingsCard } from './settings-card.tsx';
import { type Unfinished, UnfinishedCard } from './unfinished-card.tsx';
import './welcome.css';

/** Who works here, on which instrument; an unfinished run is brought to its end before anything else. */
export function WelcomeScreen() {
  const { t } = useTranslation('welcome');
  const settings = useWizard((snapshot) => snapshot.settings);
  const about = useWizard((snapshot) => snapshot.about);
  const machine = useWizard((snapshot) => snapshot.machine);
  const unfinished = useWizard((snapshot) => snapshot.unfinished);
  const [person, setPerson] = useState<PersonDraft>({ name: settings.name, site: settings.site });
  const [draft, setDraft] = useState<MachineDraft>({
    kind: machine?.kind ?? (about.thisMachine === null && about.trace !== null ? 'this-machine' : null),
    practice: machine?.kind === 'practice' ? machine.scenario.id : null,
  });
  const [end, setEnd] = useState<Unfinished | null>(null);
  const busy = useAsking('chooseMachine', 'look', 'resumeRun', 'rollBack');
  const waiting = unfinished !== null && isChosen(machine, draft);

  const start = async () => {
    await ask('saveSettings', { name: person.name.trim(), site: person.site.trim() });
    if (waiting) {
      if (end !== null) await ask(end === 'continue' ? 'resumeRun' : 'rollBack', { confirmIdle: false });
      return;
    }
    const chosen = await ask('chooseMachine', { practice: draft.kind === 'practice' ? draft.practice : null });
    const now = chosen.ok ? await askQuietly('snapshot', null) : chosen;
    if (now.ok && now.value !== null && now.value.unfinished === null) await ask('look', null);
  };

  const blocked = blockedBy(person, draft) ?? (waiting && end === null ? 'unfinished' : null);
  return (
    <ScreenFrame
      title={t('title')}
      lead={<p>{t('lead')}</p>}
      primary={{
        label: waiting
          ? t(`start.${end ?? 'unfinished'}`)
          : draft.kind === 'practice'
            ? t('start.practice')
            : t('start.look'),
        press: () => void start(),
        busy,
        blocked: blocked === null ? undefined : t(`blocked.${blocked}`),
        tone: waiting && end === 'undo' ? 'danger' : 'primary',
      }}
    >
      {waiting ? <UnfinishedCard run={unfinished} value={end} onChange={setEnd} /> : null}
      <div className="grid-2 welcome-grid">
        <PersonCard draft={person} onChange={setPerson} />
        <MachineCard draft={draft} onChange={setDraft} />
      </div>
      {draft.kind === 'practice' ? (
        <PracticeCard value={draft.practice} onChange={(practice) => setDraft({ ...draft, practice })} />
      ) : null}
      <SettingsCard />
    </ScreenFrame>
  );
}

function isChosen(machine: ChosenMachine | null, { kind, practice }: MachineDraft): boolean {
  if (machine?.kind !== kind) return false;
  return machine?.kind !== 'practice' || machine.scenario.id === practice;
}

function blockedBy({ name }: PersonDraft, { kind, practice }: MachineDraft): 'name' | 'machine' | 'practice' | null {
  if (name.trim() === '') return 'name';
  if (kind === null) return 'machine';
  return kind === 'practice' && practice === null ? 'practice' : null;
}
