import { builtInCatalogue } from '../../catalogue/catalogue.ts';
import type { TrustedPack } from '../../catalogue/open-pack.ts';
import type { Host } from '../../host/host.ts';
import type { PlanChoices } from '../../model/choices.ts';
import { makePlan, planDigest } from '../../plan/make-plan.ts';
import { isDiagnosticUse } from '../../run/gates.ts';
import { readInstaller } from '../../run/installer.ts';
import { programStamp } from '../../run/program-stamp.ts';
import type { Look } from '../../run/session.ts';
import type { PreparedPlan } from '../wizard-snapshot.ts';

/**
 * The plan this process would make of what it saw, and what stands before it. The helper makes its own. Throws `Failure` where
 * the chosen installer cannot be read or trusted.
 *
 * @param program absolute path of the built program: the plan names it by its digest
 */
export async function planAhead(
  host: Host,
  { observation, assessment, snapshot }: Look,
  pack: TrustedPack | null,
  choices: PlanChoices,
  program: string,
): Promise<PreparedPlan> {
  const catalogue = builtInCatalogue();
  const installer = await readInstaller(host, choices);
  const { practice } = host.about;
  const plan = makePlan(
    { catalogue, pack, observation, assessment, choices, installer, practice },
    programStamp(program),
  );
  return {
    plan,
    digest: planDigest(plan),
    gates: {
      changeControl: plan.steps.length > 0 && isDiagnosticUse(assessment, catalogue.products),
      signs: snapshot.signs.some(({ grade }) => grade === 'strong'),
      backup: plan.steps.some(({ reversible }) => !reversible),
    },
    installer,
  };
}
