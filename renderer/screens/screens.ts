import type { ComponentType } from 'react';
import type { Screen } from '../../main/ipc/wizard-snapshot.ts';
import { ApproveScreen } from './approve/approve-screen.tsx';
import { ElevateScreen } from './elevate/elevate-screen.tsx';
import { InstrumentScreen } from './instrument/instrument-screen.tsx';
import { LookScreen } from './look/look-screen.tsx';
import { PlanScreen } from './plan/plan-screen.tsx';
import { ReceiptScreen } from './receipt/receipt-screen.tsx';
import { ResultScreen } from './result/result-screen.tsx';
import { RunScreen } from './run/run-screen.tsx';
import { VerdictScreen } from './verdict/verdict-screen.tsx';
import { WelcomeScreen } from './welcome/welcome-screen.tsx';

/** The component of every screen. */
export const SCREENS: Record<Screen, ComponentType> = {
  welcome: WelcomeScreen,
  look: LookScreen,
  instrument: InstrumentScreen,
  verdict: VerdictScreen,
  plan: PlanScreen,
  elevate: ElevateScreen,
  approve: ApproveScreen,
  run: RunScreen,
  result: ResultScreen,
  receipt: ReceiptScreen,
};
