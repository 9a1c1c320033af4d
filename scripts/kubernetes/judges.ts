import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Judges of rendered policies that are of others: code of Kubernetes, of Cilium and of cyclonus, each as a program in Go. */

const HERE = __dirname;
/** Folder of the programs and of their input. */
export const SCRATCH = join(HERE, '../../.scratch/kubernetes');
const GO = 'install Go 1.26 or later (https://go.dev/dl) and put it in the PATH';
/** Bytes of an answer, at most. */
const ANSWER = 2 ** 30;

type Labels = Readonly<Record<string, string>>;

export interface Subject {
  readonly namespace: string;
  readonly labels: Labels;
}

export interface ApiInput {
  readonly objects?: readonly { readonly id: string; readonly object: object }[];
  readonly reviews?: readonly AccessReview[];
  /** Paths of definitions of custom kinds; all of `definitions` when there are none. */
  readonly crds?: readonly string[];
}

/** A question to RBAC, with the objects that are in the cluster next to its own. */
export interface AccessReview {
  readonly id: string;
  readonly objects: readonly object[];
  /** Name of a service account: `system:serviceaccount:<namespace>:<name>`. */
  readonly user: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly namespace: string;
  readonly name?: string;
}

export interface ApiVerdicts {
  readonly objects: readonly { readonly id: string; readonly problems: readonly string[] }[];
  readonly reviews: readonly { readonly id: string; readonly allowed: boolean }[];
}

export interface Flow<To> {
  readonly to: To;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
}

export interface FlowCase<To> {
  readonly id: string;
  readonly policies: readonly object[];
  readonly subject: Subject;
  readonly flows: readonly Flow<To>[];
}

/** With `host`, the pod got the address from the DNS proxy; an API server with an address is outside the cluster. */
export type CiliumPeer =
  | { readonly ip: string; readonly host?: string }
  | { readonly pod: Subject }
  | { readonly entity: 'kube-apiserver' | 'host' | 'remote-node'; readonly ip?: string };

export type MatcherPeer = { readonly ip: string } | { readonly pod: Subject & { readonly ip: string } };

/** Verdicts of the flows of a case in their order. Policies with problems are not there for the flows. */
export interface FlowVerdicts {
  readonly id: string;
  readonly problems: readonly string[];
  readonly flows: readonly boolean[];
}

/** Judges objects as the API server does before it stores them, and access as its authorizer does. */
export function judgeApi({ objects = [], reviews = [], crds = definitions() }: ApiInput): ApiVerdicts {
  return judge<ApiVerdicts>('apiserver', { crds, objects, reviews });
}

/** Judges flows by CiliumNetworkPolicies. */
export function judgeCilium(cases: readonly FlowCase<CiliumPeer>[]): readonly FlowVerdicts[] {
  return judge<{ readonly cases: readonly FlowVerdicts[] }>('cilium', { cases }).cases;
}

/** Judges flows by NetworkPolicies. */
export function judgeMatcher(cases: readonly FlowCase<MatcherPeer>[]): readonly FlowVerdicts[] {
  return judge<{ readonly cases: readonly FlowVerdicts[] }>('matcher', { cases }).cases;
}

/** Paths of the definitions of custom kinds: our own, and Cilium's from its module. */
export function definitions(): readonly string[] {
  const own = join(HERE, 'schemas');
  const said = go(join(HERE, 'cilium'), ['mod', 'download', '-json', 'github.com/cilium/cilium']);
  const { Dir } = JSON.parse(said) as { readonly Dir: string };
  const cilium = 'pkg/k8s/apis/cilium.io/client/crds/v2/ciliumnetworkpolicies.yaml';
  return [...readdirSync(own).map((file) => join(own, file)), join(Dir, cilium)];
}

/** The input stays in the scratch folder when the program cannot judge it. */
function judge<Verdicts>(program: string, input: object): Verdicts {
  const binary = built(`judge-${program}`, program);
  const file = join(SCRATCH, `${program}-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(input));
  const said = execFileSync(binary, [file], { encoding: 'utf8', maxBuffer: ANSWER });
  rmSync(file);
  return JSON.parse(said) as Verdicts;
}

const BUILT = new Map<string, string>();

/**
 * Builds a program once in this process; what Go has in its cache takes seconds, everything takes minutes.
 *
 * @returns its path
 */
export function built(program: string, module: string, main = '.'): string {
  const known = BUILT.get(program);
  if (known !== undefined) return known;
  mkdirSync(SCRATCH, { recursive: true });
  const path = join(SCRATCH, program);
  go(join(HERE, module), ['build', '-trimpath', '-o', path, main]);
  BUILT.set(program, path);
  return path;
}

/** @throws with a fix when there is no Go */
function go(cwd: string, args: readonly string[]): string {
  try {
    return execFileSync('go', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new Error(`go is not found: ${GO}`, { cause: error });
    }
    throw error;
  }
}
