import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import type { Picture } from '../../../main/ipc/picture-shape.ts';
import type { Assessment, Evidence, Verdict } from '../../../main/model/assessment.ts';
import type { Progress, Question } from '../../../main/model/conversation.ts';
import type { Problem } from '../../../main/model/failure.ts';
import type { Plan } from '../../../main/model/plan.ts';
import type { ReceiptContent } from '../../../main/model/receipt.ts';
import type { RunResult } from '../../../main/model/run-state.ts';
import type { NetworkAdvice, SignFinding } from '../../../main/model/sign-finding.ts';
import type { StepRecord } from '../../../main/model/step-result.ts';

/** Everything the window says of what the engine hands it; names, paths and values are left out. */
export const sentences = {
  assessment: ({ identification, verdicts, notes }: Assessment): string[] => [
    ...(identification.undecidedBecause === null ? [] : [identification.undecidedBecause]),
    identification.modeSource,
    ...identification.contradictions,
    ...ofEvidence(identification.claims.map(({ evidence }) => evidence)),
    ...ofVerdicts(verdicts),
    ...notes.map(({ text }) => text),
  ],
  signs: (findings: readonly SignFinding[]): string[] =>
    findings.flatMap(({ says, why, evidence }) => [says, why, ...ofEvidence(evidence)]),
  exposure: (advice: readonly NetworkAdvice[]): string[] =>
    advice.flatMap(({ says, advice: what, evidence }) => [says, what, ...ofEvidence(evidence)]),
  picture: ({ sockets }: Picture): string[] => sockets.map(({ because }) => because),
  plan: ({ steps, leftOut }: Plan): string[] => [
    ...steps.flatMap((step) => [
      step.because,
      ...(step.condition === null ? [] : [step.condition.text]),
      // Before and after of an account are its names.
      ...step.changes.flatMap(({ what, before, after }) => [
        what,
        ...[before, after].filter((value) => / /.test(value)),
      ]),
      ...step.warnings,
      ...step.needs,
    ]),
    ...leftOut.map(({ because }) => because),
  ],
  progress: ({ kind, says }: Progress): string[] => (kind === 'result' ? [] : [says]),
  question: (question: Question): string[] => {
    switch (question.kind) {
      case 'approve':
        return [
          ...sentences.plan(question.plan),
          ...sentences.assessment(question.assessment),
          ...sentences.signs(question.signs),
        ];
      case 'confirm-idle':
        return [question.because];
      case 'guide':
        return [question.title, ...question.instructions];
      default:
        return [];
    }
  },
  problem: ({ message, next }: Problem): string[] => [message, next],
  result: ({ verdicts, steps, problem }: RunResult): string[] => [
    ...ofVerdicts(verdicts),
    ...ofSteps(steps),
    ...(problem === null ? [] : sentences.problem(problem)),
  ],
  receipt: (receipt: ReceiptContent): string[] => [
    ...ofVerdicts(receipt.verdicts),
    ...ofVerdicts(receipt.before.verdicts),
    ...ofVerdicts(receipt.after?.verdicts ?? []),
    ...(receipt.plan === null ? [] : sentences.plan(receipt.plan)),
    ...ofSteps(receipt.steps),
    ...receipt.notes.map(({ text }) => text),
    ...sentences.signs(receipt.findings),
    ...sentences.exposure(receipt.exposure),
    ...(receipt.clock.warning === null ? [] : [receipt.clock.warning]),
    ...(receipt.error === null ? [] : sentences.problem(receipt.error)),
    ...receipt.instrument.stated,
    ...(receipt.pack?.values ?? []).map(({ what }) => what),
  ],
};

function ofVerdicts(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap(({ because, evidence }) => [because, ...ofEvidence(evidence)]);
}

function ofEvidence(evidence: readonly Evidence[]): string[] {
  return evidence.map(({ says }) => says);
}

function ofSteps(steps: readonly StepRecord[]): string[] {
  return steps.flatMap(({ outcome, checks }) => [
    outcome.says,
    ...(outcome.next === null ? [] : [outcome.next]),
    ...checks.map(({ says }) => says),
  ]);
}

/** A text as it stands in the engine's source. */
export interface SourceText {
  where: string;
  /** What stands between its holes; one piece where it has none. */
  pieces: string[];
}

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

/**
 * The texts of a source file that read like something said to people: begin with a capital letter or a hole, end with a full
 * stop. Parts of other texts, and what an internal `TypeError` says, are left out.
 */
export function sentencesInSource(path: string): SourceText[] {
  const source = readFileSync(path, 'utf8');
  const found: SourceText[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child);
    if (!isNode(node) || node.type === 'ImportDeclaration') return;
    if (node.type === 'NewExpression' && isNode(node['callee']) && node['callee']['name'] === 'TypeError') return;
    const pieces = piecesOf(node);
    if (pieces !== null && isSentence(pieces)) {
      found.push({ where: `${path}:${source.slice(0, node.start).split('\n').length}`, pieces });
    }
    if (node.type !== 'TemplateLiteral') for (const child of Object.values(node)) visit(child);
  };
  visit(parseSync(path, source).program);
  return found;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

function piecesOf(node: Node): string[] | null {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : null;
  if (node.type !== 'TemplateLiteral') return null;
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
}

function isSentence(pieces: readonly string[]): boolean {
  const text = pieces.join('x');
  return /^["A-Zx].* .*\.$/s.test(text) && /[a-z]{2,} [a-z]{2,}/.test(text) && !text.includes('\n');
}
