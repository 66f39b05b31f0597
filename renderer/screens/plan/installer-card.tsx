import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../../main/ipc/contract.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Choice } from '../../components/choice.tsx';
import { Disclosure } from '../../components/disclosure.tsx';
import { Spinner } from '../../components/live.tsx';
import { Notice } from '../../components/notice.tsx';
import { Says } from '../../components/says.tsx';
import { ask, askQuietly, useAsking, useWizard } from '../../store/wizard.ts';
import { FileDrop } from './file-drop.tsx';
import { InstallerFacts } from './installer-facts.tsx';

const NONE = '';

/** The vendor's installer: what was found, any other file, and what the chosen one says about itself. */
export function InstallerCard() {
  const { t } = useTranslation('plan');
  const chosen = useWizard(({ decisions }) => decisions.choices.installer);
  const prepared = useWizard((snapshot) => snapshot.prepared);
  const problem = useWizard((snapshot) => snapshot.problem);
  const practice = useWizard(({ machine }) => machine?.kind === 'practice');
  const deciding = useAsking('decide');
  const [found, setFound] = useState<readonly Place[] | null>(null);
  const choose = (path: string | null) => void ask('decide', { installer: path });

  const find = async () => {
    setFound(null);
    const answer = await askQuietly('findInstallers', null);
    setFound(answer.ok ? answer.value : []);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: installers are looked for once, when the screen opens
  useEffect(() => {
    void find();
  }, []);

  if (found !== null && found.length === 0 && practice && chosen === null) return null;
  const others = chosen !== null && !(found ?? []).some(({ path }) => path === chosen) ? [chosen] : [];
  return (
    <Card title={t('installer.title')} icon="usb">
      <p>{t('installer.lead')}</p>
      <Disclosure summary={t('installer.have')} open={chosen !== null || prepared === null}>
        {found === null ? (
          <Spinner label={t('installer.looking')} />
        ) : (
          <Choice
            legend={t('installer.which')}
            hideLegend
            value={chosen ?? NONE}
            onChange={(path) => choose(path === NONE ? null : path)}
            options={[
              { value: NONE, label: t('installer.none'), detail: t('installer.noneDetail'), icon: 'minus' },
              ...found.map(({ path, label, kind }) => ({
                value: path,
                label,
                detail: path,
                icon: kind === 'removable' ? ('usb' as const) : ('file' as const),
              })),
              ...others.map((path) => ({ value: path, label: lastPart(path), detail: path, icon: 'file' as const })),
            ]}
          />
        )}
        {chosen !== null && prepared === null && problem !== null ? (
          <Notice tone="danger" title={t('installer.refused')}>
            <p>
              <Says text={problem.message} />
            </p>
            <p>
              <Says text={problem.next} />
            </p>
          </Notice>
        ) : null}
        {deciding ? <Spinner label={t('installer.reading')} /> : null}
        {chosen !== null && prepared?.installer ? <InstallerFacts installer={prepared.installer} /> : null}
        {practice ? (
          <p className="muted">{t('installer.practice')}</p>
        ) : (
          <>
            <div className="row">
              <Button icon="search" onPress={() => void find()}>
                {t('installer.lookAgain')}
              </Button>
            </div>
            <FileDrop onFile={(path) => choose(path)} />
          </>
        )}
      </Disclosure>
    </Card>
  );
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
