import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { SafetySentence } from '../../i18n/safety-sentence.tsx';
import { ask, useAsking } from '../../store/wizard.ts';

/** Asks once more before changes are taken back: the weakness is open again afterwards. */
export function UndoDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('result');
  const busy = useAsking('rollBack');
  const undo = async () => {
    onClose();
    await ask('rollBack', { confirmIdle: false });
  };
  return (
    <Dialog
      title={t('undo.title')}
      onClose={onClose}
      actions={
        <Button tone="danger" icon="undo" busy={busy} onPress={() => void undo()}>
          {t('undo.yes')}
        </Button>
      }
    >
      <SafetySentence id="undoOpensAgain" />
      <p>{t('undo.lead')}</p>
    </Dialog>
  );
}
