import type { Product } from '../catalogue/catalogue.ts';
import type { InstrumentMode } from '../model/assessment.ts';
import type { Stated } from '../model/choices.ts';

/** The mode, where it comes from (for people), and sentences about what speaks against it. */
export interface ModeReading {
  mode: InstrumentMode;
  modeSource: string;
  contradictions: string[];
}

/** What the mode is read from. */
export interface ModeEvidence {
  /** Null: undecided. */
  product: Product | null;
  basis: 'installed' | 'run-folder' | 'person';
  stated: Stated['mode'];
  /** Products that what is installed names. */
  installed: readonly Product[];
  /** Whether anything on the machine contradicts the product the person stated. */
  statementContradicted: boolean;
}

/**
 * The person's word, else what the name of the software says. A person's word against the machine gives `unknown`, which
 * counts as in-vitro diagnostic use: nobody opens that gate by a wrong statement.
 */
export function readMode(evidence: ModeEvidence): ModeReading {
  const { product, basis, stated, installed, statementContradicted } = evidence;
  const opposed = installed.find(({ mode }) => stated !== null && mode !== 'single' && mode !== stated);
  if (stated !== null && opposed !== undefined) {
    return {
      mode: 'unknown',
      modeSource: `the person says ${stated}, the installed software ${opposed.name} says ${opposed.mode}`,
      contradictions: [
        `The person states ${stated} mode, but the installed software is ${opposed.name}, which runs in ${opposed.mode} mode.`,
      ],
    };
  }
  if (statementContradicted) return certain('unknown', 'the person and the machine name different products');
  if (stated !== null) return certain(stated, 'stated by the person');
  if (product === null) return certain('unknown', 'the product is not identified');
  if (product.mode === 'single') return certain('single', `${product.name} has one mode`);
  if (basis === 'run-folder' && product.otherMode === 'yes') {
    return certain('unknown', 'a run folder does not tell which mode runs now');
  }
  const SOURCES = {
    installed: 'by the name of the installed software',
    'run-folder': 'by the name of the software in the newest run folder',
    person: 'by the product the person stated',
  };
  return certain(product.mode, SOURCES[basis]);
}

function certain(mode: InstrumentMode, modeSource: string): ModeReading {
  return { mode, modeSource, contradictions: [] };
}
