// Imported one by one, so that they become part of the program file and need no folder beside it.
import alreadyRemediated from '../../../assets/practice/already-remediated.json';
import linux from '../../../assets/practice/base/linux.json';
import novaseq from '../../../assets/practice/base/novaseq.json';
import windowsBenchtop from '../../../assets/practice/base/windows-benchtop.json';
import dxWithoutChangeControl from '../../../assets/practice/dx-without-change-control.json';
import installerCancelled from '../../../assets/practice/installer-cancelled.json';
import installerFails from '../../../assets/practice/installer-fails.json';
import installerNeedsReboot from '../../../assets/practice/installer-needs-reboot.json';
import iscan400 from '../../../assets/practice/iscan-4.0.0.json';
import iscan405 from '../../../assets/practice/iscan-4.0.5.json';
import iseq100 from '../../../assets/practice/iseq100.json';
import miniseq221 from '../../../assets/practice/miniseq-2.2.1.json';
import miseq31Unlisted from '../../../assets/practice/miseq-3.1-unlisted.json';
import miseq40Ruo from '../../../assets/practice/miseq-4.0-ruo.json';
import miseqdx401 from '../../../assets/practice/miseqdx-4.0.1.json';
import nextseq55040 from '../../../assets/practice/nextseq550-4.0.json';
import nextseq550dxCs40Ruo from '../../../assets/practice/nextseq550dx-cs-4.0-ruo.json';
import nextseq550dxOs131 from '../../../assets/practice/nextseq550dx-os-1.3.1.json';
import nextseq550dxOs132Unlisted from '../../../assets/practice/nextseq550dx-os-1.3.2-unlisted.json';
import nextseq550dxOs133 from '../../../assets/practice/nextseq550dx-os-1.3.3.json';
import nextseq2000141 from '../../../assets/practice/nextseq2000-1.4.1.json';
import nextseq200016Disputed from '../../../assets/practice/nextseq2000-1.6-disputed.json';
import nextseq2000UnitUnknown from '../../../assets/practice/nextseq2000-unit-unknown.json';
import novaseq6000175 from '../../../assets/practice/novaseq6000-1.7.5.json';
import novaseq6000181 from '../../../assets/practice/novaseq6000-1.8.1.json';
import policyOverridesFirewall from '../../../assets/practice/policy-overrides-firewall.json';
import runInProgress from '../../../assets/practice/run-in-progress.json';
import signsOfExploitation from '../../../assets/practice/signs-of-exploitation.json';
import singleAdministrator from '../../../assets/practice/single-administrator.json';
import twoProducts from '../../../assets/practice/two-products.json';
import ucsStopped from '../../../assets/practice/ucs-stopped.json';
import unknownProduct from '../../../assets/practice/unknown-product.json';

/** Every scenario file, in the order of `practice list`. */
export const SCENARIO_FILES: readonly unknown[] = [
  iscan400,
  iscan405,
  iseq100,
  miniseq221,
  miseq40Ruo,
  miseqdx401,
  nextseq55040,
  nextseq550dxCs40Ruo,
  nextseq550dxOs131,
  nextseq550dxOs133,
  nextseq2000141,
  novaseq6000175,
  novaseq6000181,
  nextseq550dxOs132Unlisted,
  miseq31Unlisted,
  alreadyRemediated,
  nextseq200016Disputed,
  installerFails,
  installerCancelled,
  singleAdministrator,
  installerNeedsReboot,
  policyOverridesFirewall,
  unknownProduct,
  nextseq2000UnitUnknown,
  ucsStopped,
  twoProducts,
  runInProgress,
  dxWithoutChangeControl,
  signsOfExploitation,
];

/** What scenarios extend: instruments without control software of their own. */
export const TEMPLATE_FILES: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['windows-benchtop', windowsBenchtop],
  ['novaseq', novaseq],
  ['linux', linux],
]);
