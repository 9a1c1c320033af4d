import { EVERYWHERE } from './places';
import type { PodPolicy } from './policy';
import { EVERY_PORT, RuleSink, type Named } from './rule-sink';
import type { Subject } from './subject';
import { Cidr, subtract, type Traffic } from '../../../network';
import { ANYTHING, type Collector } from '../../../platform/template';

/** The egress that all policies of some pods allow together, without what any of them denies. */

/** A policy that selects the pods, or may. */
interface Selecting {
  readonly policy: PodPolicy;
  /** Reasons why it may not be in effect for them. */
  readonly doubts: readonly string[];
}

/** Adds it to `collector`. @returns the policies that count */
export function evaluate(policies: readonly PodPolicy[], subject: Subject, collector: Collector): readonly PodPolicy[] {
  const selecting = policies
    .filter((policy) => subject.answer(policy) !== 'no')
    .map((policy) => ({ policy, doubts: doubtsOf(policy, subject) }));
  const denied = denialsOf(selecting, subject, collector);
  const sinks = selecting.map(({ policy }) => {
    const sink = new RuleSink();
    policy.read(sink, subject.namespaceOf(policy));
    return sink;
  });
  const learnsNames = sinks.some((sink) => sink.learnsNames);
  if (!learnsNames && sinks.some(({ named }) => named.some(({ isLearned }) => isLearned === true))) {
    collector.cannotTell(subject.text, NOT_LEARNED);
  }
  for (const [i, { policy, doubts }] of selecting.entries()) {
    doubts.forEach((doubt) => collector.cannotTell(policy.where, doubt));
    const sink = sinks[i]!;
    sink.unknown.forEach(({ where, what, mayOpen }) => collector.cannotTell(where, what, mayOpen));
    collector.notes.push(...[...sink.notes].filter((note) => !collector.notes.includes(note)));
    const isSure = ({ isLearned }: Named): boolean => doubts.length === 0 && (learnsNames || isLearned !== true);
    sink.named.forEach((named) => allow(named, policy, isSure(named), denied, collector));
  }
  reportOpen(selecting, subject, collector);
  return selecting.map(({ policy }) => policy);
}

const NOT_LEARNED =
  'no rule passes lookups through the proxy of Cilium (`rules.dns`), which learns the addresses of names, so names may not be open';

function doubtsOf(policy: PodPolicy, subject: Subject): string[] {
  const isSure = subject.answer(policy) === 'yes';
  return [...policy.object.doubts, ...(isSure ? [] : [subject.doubtOf(policy)])];
}

/** Traffic that policies deny. */
interface Denied {
  readonly traffic: readonly Traffic[];
  /** False when more may be denied. */
  readonly isAll: boolean;
}

/** Only blocks are subtracted; a denial of anything else leaves every allow uncertain. */
function denialsOf(selecting: readonly Selecting[], subject: Subject, collector: Collector): Denied {
  const traffic: Traffic[] = [];
  let isAll = true;
  for (const { policy, doubts } of selecting) {
    const sink = new RuleSink();
    policy.readDenials?.(sink, subject.namespaceOf(policy));
    const parts = sink.named.flatMap((named) => (named.isCertain ? named.parts : []));
    const blocks = parts.filter(({ place }) => place.cidr !== undefined);
    const isRead = sink.unknown.length === 0 && doubts.length === 0 && blocks.length === parts.length;
    if (isRead) {
      traffic.push(...blocks);
    } else if (sink.named.length + sink.unknown.length > 0) {
      isAll = false;
      collector.cannotTell(policy.where, 'what its egressDeny denies is not read, so no allow is certain');
    }
  }
  return { traffic, isAll };
}

function allow(named: Named, policy: PodPolicy, isSure: boolean, denied: Denied, collector: Collector): void {
  const { where, whole, parts } = named;
  const isDenied = denied.traffic.some((other) => mayHold(other, whole));
  const isCertain = isSure && named.isCertain && denied.isAll && !isDenied;
  const left = subtract(parts, denied.traffic).flatMap((rest) => rest.parts);
  collector.allowParts({ where, says: policy.says, isCertain }, whole, left);
}

/** Addresses of the node, such as that of the metadata server: no name of a list leads there. */
const LINK_LOCAL = Cidr.parse('169.254.0.0/16');

/** True when a denied block may have the addresses of a name, on some of its ports. */
function mayHold(denied: Traffic, { protocol, from, to, place }: Traffic): boolean {
  return (
    place.cidr === undefined &&
    place.family !== undefined &&
    denied.protocol === protocol &&
    denied.from <= to &&
    from <= denied.to &&
    !LINK_LOCAL.contains(denied.place.cidr!)
  );
}

/** Pods that no policy of egress selects may open everything. */
function reportOpen(selecting: readonly Selecting[], subject: Subject, collector: Collector): void {
  const closes = selecting.filter(({ policy }) => policy.isolates !== 'no');
  if (closes.some(({ policy, doubts }) => policy.isolates === 'yes' && doubts.length === 0)) {
    return;
  }
  const [first] = closes;
  if (first !== undefined) {
    collector.cannotTell(
      subject.text,
      `everything may be open: no policy of egress selects them for certain, and ${first.policy.where} may not`,
      ANYTHING,
    );
    return;
  }
  const sink = new RuleSink();
  sink.add(subject.text, EVERY_PORT, EVERYWHERE);
  for (const { where, whole, parts } of sink.named) {
    collector.allowParts({ where, says: NO_POLICY, isCertain: true }, whole, parts);
  }
}

const NO_POLICY = 'no policy that was read closes their egress, so all of it is open';
