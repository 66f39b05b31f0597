import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Place } from '../../main/ipc/contract.ts';
import type { Problem } from '../../main/model/failure.ts';
import { askQuietly, useTechnician } from '../store/wizard.ts';
import { Button } from './button.tsx';
import { Choice } from './choice.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import type { IconName } from './icons.tsx';
import { Live, Spinner } from './live.tsx';
import { Notice } from './notice.tsx';
import { ProblemText } from './problem-text.tsx';

const PLACE_ICON = {
  removable: 'usb',
  downloads: 'folder',
  documents: 'folder',
  practice: 'practice',
  other: 'folder',
} as const satisfies Record<Place['kind'], IconName>;

type Saved = { ok: true; path: string } | { ok: false; problem: Problem };

interface SaveDialogProps {
  title: string;
  lead?: string;
  /** Writes into the folder and answers with what was written. */
  save: (folder: string) => Promise<Saved>;
  onClose: () => void;
}

/** Where to save: what is plugged in first, then the person's folders; a technician can also type a folder. */
export function SaveDialog({ title, lead, save, onClose }: SaveDialogProps) {
  const { t } = useTranslation();
  const technician = useTechnician();
  const [places, setPlaces] = useState<readonly Place[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [saving, setSaving] = useState(false);
  const [answer, setAnswer] = useState<Saved | null>(null);
  const folder = typed.trim() || chosen;

  const find = async () => {
    const found = await askQuietly('findSavePlaces', null);
    setPlaces(found.ok ? found.value : []);
    if (found.ok) setChosen((before) => before ?? found.value[0]?.path ?? null);
    else setAnswer(found);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: places are looked for once, when the dialog opens
  useEffect(() => {
    void find();
  }, []);

  const press = async () => {
    if (folder === null) return;
    setSaving(true);
    setAnswer(await save(folder));
    setSaving(false);
  };

  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <Button
          tone="primary"
          icon="save"
          busy={saving}
          blocked={folder === null ? t('common:save.choose') : undefined}
          onPress={() => void press()}
        >
          {t('common:save.here')}
        </Button>
      }
    >
      {lead === undefined ? null : <p>{lead}</p>}
      {places === null ? (
        <Spinner label={t('common:save.looking')} />
      ) : places.length === 0 ? (
        <p>{t('common:save.noPlaces')}</p>
      ) : (
        <Choice
          legend={t('common:save.where')}
          value={typed.trim() === '' ? chosen : null}
          onChange={(path) => {
            setChosen(path);
            setTyped('');
          }}
          options={places.map(({ path, label, kind }) => ({
            value: path,
            label,
            detail: technician ? path : t(`common:place.${kind}`),
            icon: PLACE_ICON[kind],
          }))}
        />
      )}
      <Button icon="restart" onPress={() => void find()}>
        {t('common:save.lookAgain')}
      </Button>
      {technician ? (
        <Field label={t('common:save.folder')} hint={t('common:save.folderHint')} value={typed} onChange={setTyped} />
      ) : null}
      <Live>
        {answer === null ? null : answer.ok ? (
          <Notice tone="ok">
            <p>{t('common:save.done', { path: answer.path })}</p>
          </Notice>
        ) : (
          <ProblemText problem={answer.problem} />
        )}
      </Live>
    </Dialog>
  );
}
