import { AccessError, type Problem } from '../base';

/** A problem, and the condition for it. */
interface Refusal extends Pick<Problem, 'code' | 'message'> {
  readonly when: boolean;
}

/** @throws AccessError with the first of these problems that applies */
export function refuse(...refusals: readonly Refusal[]): void {
  const found = refusals.find(({ when }) => when);
  if (found !== undefined) {
    throw AccessError.of(found.code, found.message);
  }
}
