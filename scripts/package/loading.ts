import { chunkOf } from '../bundle/chunks';

/** Programs that look at what an entry point loads: as little as it can, and nothing of others. */

const file = (module: string): string => `'${chunkOf(module).file}'`;
const CORE = file('base/index.ts');
const CONNECTIONS = file('connections/jenkins.ts');

const LOADED = `
const dist = join(dirname(require.resolve('harness-delegate-access/package.json')), 'dist');
const all = new Set();
/** Fails unless just these have been loaded since the last call. */
const expectLoaded = (when, ...expected) => {
  const loaded = Object.keys(require.cache).filter((path) => path !== __filename).map((path) => relative(dist, path));
  const more = loaded.filter((path) => !all.has(path));
  more.forEach((path) => all.add(path));
  if (more.sort().join() !== expected.sort().join()) throw new Error(when + ' loads ' + (more.join(', ') || 'nothing'));
};
`;

export const LOADING_CODE = `
const { dirname, join, relative } = require('node:path');
${LOADED}
const root = require('harness-delegate-access');
const { Connection, Plan, Target } = root;
expectLoaded('the root entry', 'index.js', ${CORE});
const datadog = Connection.datadog();
expectLoaded('a connection', ${CONNECTIONS});

const loader = require(join(dist, ${CONNECTIONS}));
const made = [];
for (const [module, make] of Object.entries(loader)) {
  loader[module] = () => {
    made.push(module);
    return make();
  };
}
const onTarget = Plan.of([datadog, Connection.jenkins({ to: ['10.0.3.7/32'] })]).on(Target.AWS_SECURITY_GROUP);
if (onTarget.rules.length === 0 || onTarget.findings.length === 0) throw new Error('nothing was planned');
if (made.join() !== './lib/connections/jenkins.ts') throw new Error('one more connection makes ' + made.join(', '));
expectLoaded('a plan');
Connection.jenkins({ to: ['2001:db8::/32'] });
expectLoaded('an IPv6 block', 'vendor/ipaddr.js');
if (made.length !== 1) throw new Error('a connection is made twice');

const review = root.reviewOf(onTarget);
[root.toTable, root.toMarkdown, root.toHtml, root.toSvg].forEach((render) => {
  if (!render(review).includes('jenkins')) throw new Error('the review lost a connection');
});
expectLoaded('a review', ${file('review/index.ts')});
root.differenceOf(review, review);
expectLoaded('a difference', ${file('compare/index.ts')});
root.readTemplate(JSON.stringify({ Resources: { Group: { Type: 'AWS::EC2::SecurityGroup', Properties: {} } } }));
expectLoaded('a template', ${file('platforms/aws/readers/index.ts')}, ${file('platform/template/index.ts')});
require('node:fs').writeFileSync('loading.yaml', '- jenkins: { to: [10.0.3.7/32] }');
Plan.fromFile('loading.yaml');
expectLoaded('a list in a file', 'vendor/yaml.js');
`;

/** A program of ES modules that imports a name of an entry point; all names of it can be imported. */
export function esmProgram(entry: string, name: string, loads: 'little' | 'a CDK'): string {
  const little = `
const loaded = Object.keys(require.cache).filter((path) => !/dist.(index\\.js|${chunkOf('base/index.ts').file.replace('/', '.')})$/.test(path));
if (loaded.length > 0) throw new Error('an import loads ' + loaded.join(', '));
`;
  return `
import { createRequire } from 'node:module';
import { ${name} } from '${entry}';
import * as all from '${entry}';
if (typeof ${name} !== 'function') throw new Error('no ${name}');
const require = createRequire(import.meta.url);
${loads === 'little' ? little : ''}
const missing = Object.keys(require('${entry}')).filter((key) => !(key in all));
if (missing.length > 0) throw new Error('cannot be imported: ' + missing.join(', '));
`;
}
