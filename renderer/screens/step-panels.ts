import type { ComponentType } from 'react';
import type { StepId } from '../../main/model/choices.ts';
import { FirewallPortsPanel } from '../../wizard-steps/firewall-ports/panel.tsx';
import { ProductInstallerPanel } from '../../wizard-steps/product-installer/panel.tsx';
import { UcsAccountPanel } from '../../wizard-steps/ucs-account/panel.tsx';
import type { StepPanelProps } from './step-panel.ts';

/** Each step's own part of the screens Plan and Run. */
export const STEP_PANELS: Readonly<Record<StepId, ComponentType<StepPanelProps>>> = {
  'product-installer': ProductInstallerPanel,
  'firewall-ports': FirewallPortsPanel,
  'ucs-account': UcsAccountPanel,
};
