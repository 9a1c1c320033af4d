import { strict as assert } from 'node:assert';
import type { Flow, FlowCase, FlowVerdicts, Subject } from '../judges';
import { DELEGATE } from './samples';

/** Controls of flows, of any judge. */

/** A flow, and if it must pass. */
type Verdict<To> = readonly [what: string, to: To, port: number, passes: boolean, protocol?: 'udp'];

export interface Judged<To> {
  readonly id: string;
  readonly policies: readonly object[];
  readonly subject?: Subject;
  readonly verdicts: readonly Verdict<To>[];
}

type Judge<To> = (cases: readonly FlowCase<To>[]) => readonly FlowVerdicts[];

function flowCase<To>({ id, policies, subject = DELEGATE, verdicts }: Judged<To>): FlowCase<To> {
  const flows = verdicts.map(([, peer, port, , udp]): Flow<To> => ({ to: peer, protocol: udp ?? 'tcp', port }));
  return { id, policies, subject, flows };
}

export function agree<To>(who: string, cases: readonly Judged<To>[], judge: Judge<To>): void {
  const said = judge(cases.map(flowCase));
  cases.forEach(({ id, verdicts }, i) => {
    assert.deepEqual(said[i]!.problems, [], `${who} must read ${id}`);
    verdicts.forEach(([what, , port, passes], at) => {
      assert.equal(
        said[i]!.flows[at],
        passes,
        `${who}, ${id}: ${what} on ${port} must ${passes ? 'pass' : 'be denied'}`,
      );
    });
    const denied = verdicts.filter(([, , , passes]) => !passes);
    console.log(`control: ${who}, ${id}: ${verdicts.length - denied.length} pass, ${denied.length} are denied`);
  });
}
