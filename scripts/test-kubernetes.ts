import { strict as assert } from 'node:assert';
import { judgeChart } from './kubernetes/chart';
import { controls, controlsOfServer } from './kubernetes/controls';
import { judgeJobs } from './kubernetes/preflight-job';
import { byCilium, byMatcher, rights, validate, type Outcome } from './kubernetes/verdicts';
import type { Policy } from '../test/oracle/kubernetes-egress';
import { KINDS, randomLists, rowLists } from '../test/support/kubernetes-lists';

/**
 * Policies of pods from outside: Kubernetes' own validation and authorizer, Cilium's parser and engine, and an independent matcher judge
 * what is made of lists, and the plans say what must pass. `npm run test:kubernetes -- <seed>` repeats a run, `--server` takes a
 * whole API server as well, and `--chart <folder>` renders Harness's chart.
 */

const LISTS = 500;

async function main([...args]: readonly string[]): Promise<void> {
  const seed = Number(args.find((arg) => /^\d+$/.test(arg)) ?? Date.now() % 2 ** 31);
  console.log(`seed of the random lists: ${seed}`);
  controls();
  const lists = [...rowLists(), ...randomLists(LISTS, seed)];
  report('validation of Kubernetes, and schemas of Cilium, EKS and GKE (the last two our own)', validate(lists));
  report('Jobs of the preflight', judgeJobs(rowLists()));
  report('engine of Cilium', byCilium(lists));
  for (const kind of KINDS.filter((one) => one !== 'cilium-network-policy')) {
    report(`matcher of NetworkPolicy on ${kind}`, byMatcher(kind, lists));
  }
  authorize();
  spoiled(seed);
  judgeChart(args[args.indexOf('--chart') + 1], args.includes('--chart'));
  if (args.includes('--server')) {
    await controlsOfServer();
  } else {
    console.log(
      'whole API server: NOT RUN, which takes 9 minutes of a CPU; `npm run test:kubernetes -- --server` does',
    );
  }
}

/** @throws with the first of the disagreements */
function report(what: string, { cases, flows, passed, disagreements }: Outcome): void {
  const judged =
    flows === 0 ? `${cases} objects, ${passed} accepted` : `${cases} lists, ${flows} tries, ${passed} passed`;
  console.log(`${what}: ${judged}, ${disagreements.length} disagreements`);
  assert.deepEqual(disagreements.slice(0, 20), []);
  assert.ok(flows === 0 || (passed > 0 && passed < flows), 'some tries must pass, and some not');
}

/** Rights by the authorizer of Kubernetes. */
function authorize(): void {
  const list = (profile: string): ReturnType<typeof rowLists>[number] =>
    rowLists().filter(({ name }) => name === `kubernetes-cluster ${profile}`)[1]!;
  const exact = rights(list('recommended').accessOn('kubernetes-network-policy').manifests(), {
    'create apps.deployments app': true,
    'patch apps.deployments shop': true,
    'delete core.secrets app': true,
    'watch core.events shop': true,
    'list apps.replicasets app': true,
    'create apps.deployments harness': false,
    'create apps.deployments default': false,
    'create core.pods harness': false,
    'create core.pods/exec app': false,
    'create core.events app': false,
    'delete networking_k8s_io.networkpolicies harness': false,
    'delete networking_k8s_io.networkpolicies app': false,
    'create rbac_authorization_k8s_io.rolebindings app': false,
  });
  const wide = rights(list('documented').accessOn('kubernetes-network-policy').manifests(), {
    'create apps.deployments app': true,
    'delete networking_k8s_io.networkpolicies harness': true,
  });
  const wrong = [...exact.wrong, ...wide.wrong];
  console.log(`authorizer of Kubernetes: ${exact.asked + wide.asked} questions, ${wrong.length} disagreements`);
  assert.deepEqual(wrong, []);
}

/** Judges must disagree with policies that are spoiled. */
function spoiled(seed: number): void {
  const some = randomLists(40, seed);
  const without = (name: RegExp) => (policies: Policy[]) =>
    policies.filter(({ metadata }) => !name.test((metadata as { readonly name?: string }).name!));
  const outcomes: Readonly<Record<string, Outcome>> = {
    'Cilium without the allows': byCilium(some, without(/-egress$/)),
    'Cilium without any policy': byCilium(some, () => []),
    'the matcher without the allows': byMatcher('kubernetes-network-policy', some, without(/-egress$/)),
    'the matcher without any policy': byMatcher('kubernetes-network-policy', some, () => []),
    'a Job of another name': judgeJobs(some.slice(0, 5), (yaml) =>
      yaml.replace('harness.io/name: "delegate"', 'harness.io/name: "x"'),
    ),
    'a Job that restarts': judgeJobs(some.slice(0, 5), (yaml) =>
      yaml.replace('restartPolicy: Never', 'restartPolicy: Always'),
    ),
    'validation of blocks with host bits': validate(some.slice(0, 5), (manifests) =>
      JSON.parse(
        JSON.stringify(manifests).replaceAll('192.0.2.0/25', '192.0.2.1/25').replaceAll('0.0.0.0/0', '1.2.3.4/0'),
      ),
    ),
  };
  for (const [what, { disagreements }] of Object.entries(outcomes)) {
    assert.ok(disagreements.length > 0, `${what} must disagree`);
    console.log(`control: ${what} ${disagreements.length} disagreements`);
  }
}

void main(process.argv.slice(2));
