import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitCandidate } from '../../../main/model/unit-candidate.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { Says } from '../../components/says.tsx';
import { ask, useAsking, useContact, useTechnician, useWizard } from '../../store/wizard.ts';
import { Recorded } from './recorded.tsx';

/** No unit has this name: one ends with ".service". */
const NOT_STATED = 'not-stated';

/** Which unit is the copy service, where the machine does not show it: a person who knows chooses, by what speaks for each. */
export function UnitCard({ candidates }: { candidates: readonly UnitCandidate[] }) {
  const { t } = useTranslation('instrument');
  const stated = useWizard(({ decisions }) => decisions.choices.stated);
  const technician = useTechnician();
  const contact = useContact();
  const deciding = useAsking('decide');
  const [wanted, setWanted] = useState(stated.ucsUnit ?? NOT_STATED);
  const [recorded, setRecorded] = useState(false);
  if (candidates.length === 0) return null;

  const record = async () => {
    setRecorded(false);
    const { ok } = await ask('decide', { stated: { ...stated, ucsUnit: wanted === NOT_STATED ? null : wanted } });
    setRecorded(ok);
  };
  return (
    <Card title={t('unit.title')} icon="question">
      <p>{technician ? t('unit.lead') : t('unit.leadLab', { contact })}</p>
      <Choice
        legend={t('unit.legend')}
        value={wanted}
        onChange={setWanted}
        options={[
          { value: NOT_STATED, label: t('statement.notStated') },
          ...candidates.map(({ unit, displayName, speaks }) => ({
            value: unit,
            label: (
              <span lang="en">
                {displayName} ({unit})
              </span>
            ),
            detail: speaks.map((sentence) => (
              <span key={sentence} className="instrument-unit-reason">
                <Says text={sentence} />
              </span>
            )),
          })),
        ]}
      />
      <div className="row">
        <Button
          icon="check"
          busy={deciding}
          blocked={wanted === (stated.ucsUnit ?? NOT_STATED) ? t('statement.same') : undefined}
          onPress={() => void record()}
        >
          {t('unit.record')}
        </Button>
      </div>
      <Recorded recorded={recorded} />
    </Card>
  );
}
