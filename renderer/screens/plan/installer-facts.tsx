import { useTranslation } from 'react-i18next';
import type { InstallerFile } from '../../../main/model/installer.ts';
import { Facts } from '../../components/facts.tsx';
import { useTechnician } from '../../store/wizard.ts';

/** What a chosen installer says about itself. Nothing of it was run. */
export function InstallerFacts({ installer }: { installer: InstallerFile }) {
  const { t, i18n } = useTranslation('plan');
  const technician = useTechnician();
  const { productName, version, signer, size, sha256 } = installer;
  const unit = size < 1_000_000 ? 'kilobyte' : 'megabyte';
  const shown = new Intl.NumberFormat(i18n.language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    size / (unit === 'kilobyte' ? 1_000 : 1_000_000),
  );
  return (
    <Facts
      rows={[
        { term: t('installer.product'), value: productName ?? t('installer.notGiven') },
        { term: t('installer.version'), value: version ?? t('installer.notGiven') },
        { term: t('installer.signer'), value: signer?.organisation ?? t('installer.notSigned') },
        { term: t('installer.size'), value: shown },
        ...(technician ? [{ term: t('installer.digest'), value: <span className="mono">{sha256}</span> }] : []),
      ]}
    />
  );
}
