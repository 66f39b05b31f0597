import { canonicalJson } from '../model/json.ts';
import {
  PRACTICE_RECEIPT_TYPE,
  RECEIPT_TYPE,
  type ReceiptContent,
  ReceiptStatement,
  STATEMENT_TYPE,
} from '../model/receipt.ts';

/**
 * The statement of a receipt: a pure function of its content. Subject is the observation the verdicts rest on (the last
 * look). Throws ZodError when the content is not valid or contradicts itself: that is a defect of the caller.
 */
export function makeStatement(content: ReceiptContent): ReceiptStatement {
  const last = content.after ?? content.before;
  return ReceiptStatement.parse({
    _type: STATEMENT_TYPE,
    subject: [
      {
        name: `observation:${content.instrument.machineId ?? 'unidentified-machine'}`,
        digest: { sha256: last.observationDigest },
      },
    ],
    predicateType: content.practice ? PRACTICE_RECEIPT_TYPE : RECEIPT_TYPE,
    predicate: content,
  });
}

/**
 * Reads a statement back from its canonical JSON. Null unless it is, byte for byte, what `makeStatement` makes of its content:
 * so subject, predicate type and `practice` cannot disagree, and no key can stand in it twice.
 */
export function parseStatement(text: string): ReceiptStatement | null {
  try {
    const parsed = ReceiptStatement.safeParse(JSON.parse(text));
    if (!parsed.success) return null;
    const statement = makeStatement(parsed.data.predicate);
    return canonicalJson(statement) === text ? statement : null;
  } catch {
    return null;
  }
}
