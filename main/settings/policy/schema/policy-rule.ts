/** Rules of the policy's schema that JSON Schema cannot express, with the error that IT reads. */
import * as z from 'zod/mini';
import { policyError } from '../../../../shared/notice.ts';

/** Error of a rule that JSON Schema cannot express. */
export const policyRuleError = z.object({
  kind: policyError.shape.kind,
  expected: z.string(),
});
type PolicyRuleError = z.infer<typeof policyRuleError>;

/** A check with its error; the kind is `notAllowed` unless another is given. */
export function rule<Value>(
  isValid: (value: Value) => boolean,
  ruleError: Pick<PolicyRuleError, 'expected'> & Partial<PolicyRuleError>,
) {
  return z.refine<Value>(isValid, { params: { kind: 'notAllowed', ...ruleError } satisfies PolicyRuleError });
}
