import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { SCRATCH } from './judges';
import { Connection } from 'harness-delegate-access';
import { KubernetesAccess } from 'harness-delegate-access/kubernetes';

/**
 * Harness's chart, which is on no registry: its pods must have the labels of the fixture, and its objects must be bound to what our values
 * name. `tsx --tsconfig tsconfig.dev.json scripts/kubernetes/chart.ts <folder>`, or `npm run test:kubernetes -- --chart <folder>`, renders a chart that
 * you have, with the Helm of the PATH.
 */

const FIXTURE = join(__dirname, '../../test/data/delegate-chart.json');

interface Labelled {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
    readonly jobTemplate?: {
      readonly spec: { readonly template: { readonly metadata?: { readonly labels?: object } } };
    };
  };
  readonly roleRef?: { readonly kind: string; readonly name: string };
}

export function judgeChart(folder: string | undefined, isSet: boolean): void {
  if (!isSet || folder === undefined) {
    console.log('chart of Harness: NOT RUN, it is on no registry; `-- --chart <folder>` renders one that you have');
    return;
  }
  const { release, delegate, upgrader } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as {
    readonly release: string;
    readonly delegate: { readonly name: string; readonly labels: object };
    readonly upgrader: { readonly name: string; readonly labels: object };
  };
  const access = new KubernetesAccess({
    name: delegate.name,
    namespace: 'harness',
    connections: [Connection.jenkins({ to: ['192.0.2.7/32'] })],
  });
  mkdirSync(SCRATCH, { recursive: true });
  const values = join(SCRATCH, 'values.json');
  writeFileSync(values, JSON.stringify(access.helmValues()));
  const args = ['template', release, folder, '-n', 'harness', '-f', values, '--set', 'accountId=a,delegateToken=t'];
  const objects = parseAllDocuments(execFileSync('helm', args, { encoding: 'utf8' })).map(
    (document) => document.toJS() as Labelled | null,
  );
  const find = (kind: string, name: string): Labelled =>
    objects.find((object) => object?.kind === kind && object.metadata.name === name)!;
  assert.deepEqual(find('Deployment', delegate.name).spec!.template!.metadata!.labels, delegate.labels);
  assert.deepEqual(
    find('CronJob', upgrader.name).spec!.jobTemplate!.spec.template.metadata?.labels ?? {},
    upgrader.labels,
  );
  const bindings = objects.filter(
    (object) => object?.roleRef !== undefined && !object.metadata.name.includes('upgrader'),
  );
  assert.deepEqual(
    bindings.map((binding) => binding!.roleRef),
    [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: access.helmValues().k8sPermissionsType }],
  );
  console.log(`chart of Harness: ${objects.length} objects, labels and bindings as the fixture has them`);
}

if (require.main === module) {
  judgeChart(process.argv[2], true);
}
