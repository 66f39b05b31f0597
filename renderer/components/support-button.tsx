import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { SupportDialog } from './support-dialog.tsx';

/** Offers the report for support, where somebody will want help. */
export function SupportButton() {
  const { t } = useTranslation();
  const [saving, setSaving] = useState(false);
  return (
    <>
      <Button icon="save" onPress={() => setSaving(true)}>
        {t('common:support.save')}
      </Button>
      {saving ? <SupportDialog onClose={() => setSaving(false)} /> : null}
    </>
  );
}
