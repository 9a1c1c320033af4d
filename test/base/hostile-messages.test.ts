import { throwIfAny } from '../../lib/base';
import { folder } from '../support/cli';
import { accessErrorOf } from '../support/errors';
import { newStack, someVpc } from '../support/stacks';
import {
  Cidr,
  Connection,
  Destination,
  HarnessPlatform,
  parseReview,
  Plan,
  Port,
  Profile,
  readTemplate,
  reviewOf,
  Target,
} from 'harness-delegate-access';
import { AwsDestination, DelegateAccess } from 'harness-delegate-access/aws';

const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
const HOSTILE = [
  ...['\u0000', '\u0007', '\u001b[2J', '\n', '\r', '\t', '\u007f', '\u009b31m', '\u2028', '\u2029'],
  ...['\u200b', '\u200f', '\u202e', '\u2066', '\ufeff', '\ud800', '\udfff'],
].map((control) => `a${control}b`);

const files = folder();
const jenkins = Connection.jenkins({ to: ['10.0.3.7/32'] });
const review = reviewOf(Plan.of([jenkins]).on(Target.AWS_SECURITY_GROUP));
const untyped = <T>(value: unknown): T => value as T;
const options = (more: object) => (): unknown => Plan.of([jenkins], untyped(more));
const acknowledge = (more: object) =>
  options({ acknowledged: [{ finding: 'x', connection: 'x', reason: 'x', ...more }] });
const access = (more: object) => (): unknown => {
  const stack = newStack();
  return new DelegateAccess(stack, 'Access', { vpc: someVpc(stack), connections: [jenkins], ...more });
};

/** Whatever quotes what it got: as a value, and as a key. */
const QUOTING: readonly (readonly [string, (text: string) => () => unknown])[] = [
  ['throwIfAny', (text) => () => throwIfAny([{ code: 'X', message: text }])],
  ['Cidr.parse', (text) => () => Cidr.parse(text)],
  ['Cidr.parse, the mask', (text) => () => Cidr.parse(`10.0.0.0/${text}`)],
  ['Port.parse', (text) => () => Port.parse(text)],
  ['Destination.parse', (text) => () => Destination.parse(text)],
  ['Destination.hostname', (text) => () => Destination.hostname(`${text}.com`)],
  ['Destination.deployTime, the value', (text) => () => Destination.deployTime(text, { name: 'x' })],
  ['Destination.deployTime, the name', (text) => () => Destination.deployTime('${var.x}', { name: text })],
  [
    'Destination.native',
    (text) => () => Destination.native({ platform: 'aws', kind: 'x', value: 1, weight: 1 }, { name: text }),
  ],
  ['Connection.parse, the id', (text) => () => Connection.parse(text)],
  ['Connection.parse, a key', (text) => () => Connection.parse('jenkins', { [text]: 1 })],
  ['a name', (text) => () => Connection.jenkins({ to: ['10.0.3.7/32'], name: text })],
  ['a host name', (text) => () => Connection.githubRepo({ host: text })],
  ['a choice', (text) => () => Connection.datadog({ site: untyped(text) })],
  ['a destination of a list', (text) => () => Connection.jenkins({ to: [text] })],
  ['a port of a list', (text) => () => Connection.jenkins({ ports: [text] })],
  ['a reason', (text) => () => Connection.custom({ name: 'x', to: ['10.0.0.0/8'], ports: [1], reason: text })],
  ['a bucket', (text) => () => Connection.awsS3({ buckets: [text] })],
  ['a key of a nested object', (text) => () => Connection.awsS3({ buckets: [untyped({ name: 'abc', [text]: 1 })] })],
  ['an ARN', (text) => () => Connection.awsCloud({ assumeRoles: [`arn:aws:iam::111122223333:role/${text}`] })],
  ['an external id', (text) => () => Connection.awsCloud({ assumeRoles: [{ role: 'x', externalId: text }] })],
  ['an id of Google Cloud', (text) => () => Connection.gcp({ machines: [], secrets: [text] })],
  ['a path', (text) => () => Plan.fromFile(text)],
  [
    'a name of a file',
    (text) => () => Plan.fromFile(files.write(`${text.replace(/[\u0000\ud800\udfff]/g, '\u0001')}.yaml`, '- x')),
  ],
  ['a text in a file', (text) => () => Plan.fromFile(files.write('value.yaml', [{ jenkins: { to: [text] } }]))],
  ['a key in a file', (text) => () => Plan.fromFile(files.write('key.yaml', [{ jenkins: { [text]: 1 } }]))],
  ['an id in a file', (text) => () => Plan.fromFile(files.write('id.yaml', [text]))],
  ['several ids in a file', (text) => () => Plan.fromFile(files.write('ids.yaml', [{ x: 1, [text]: 1 }]))],
  ['a key of a file', (text) => () => Plan.fromFile(files.write('top.yaml', { [text]: 1, connections: ['datadog'] }))],
  ['a file that is not YAML', (text) => () => Plan.fromFile(files.write('bad.yaml', `- [ ${text}`))],
  ['an option of a plan', (text) => options({ [text]: 1 })],
  ['a profile', (text) => options({ profile: text })],
  ['a date', (text) => options({ asOf: text })],
  ['a key of reach', (text) => options({ reach: { [text]: 1 } })],
  ['a destination of reach', (text) => options({ reach: { harness: [text] } })],
  ['a family of reach', (text) => options({ reach: { families: [text] } })],
  ['the finding of an acknowledgement', (text) => acknowledge({ finding: text })],
  ['the connection of an acknowledgement', (text) => acknowledge({ connection: text })],
  ['a key of an acknowledgement', (text) => acknowledge({ [text]: 1 })],
  ['Profile.of', (text) => () => Profile.of(text)],
  ['Target.of', (text) => () => Target.of(text)],
  ['HarnessPlatform.of', (text) => () => HarnessPlatform.of({ host: text })],
  ['HarnessPlatform.of, a key', (text) => () => HarnessPlatform.of(untyped({ [text]: 1 }))],
  ['a kept review that is not JSON', (text) => () => parseReview(text)],
  ['a text of a kept review', (text) => () => parseReview(JSON.stringify({ ...review, profile: text }))],
  ['a key of a kept review', (text) => () => parseReview(JSON.stringify({ ...review, [text]: 1, version: text }))],
  ['a template that is neither JSON nor YAML', (text) => () => readTemplate(`{ ${text}`)],
  ['an option of a template', (text) => () => readTemplate('{"Resources":{}}', untyped({ [text]: 1 }))],
  ['a group of a template', (text) => () => readTemplate('{"Resources":{}}', { groups: [text] })],
  ['a prefix list', (text) => () => AwsDestination.prefixList(text, { name: 'x', weight: 1 })],
  ['a quota of a construct', (text) => access({ quotas: { [text]: 1 } })],
  ['an option of managed prefix lists', (text) => access({ managedPrefixLists: { [text]: 1 } })],
];

describe.each(QUOTING)('%s', (_, act) => {
  test.each(HOSTILE)('with %j is refused in lines without control characters', (text) => {
    const { message, problems } = accessErrorOf(act(text));
    expect(message).not.toMatch(CONTROLS);
    problems.forEach((problem) => expect(problem.message).not.toMatch(CONTROLS));
    problems.forEach((problem) => expect(problem.message).not.toMatch(/\n|[\ud800-\udfff]/));
  });
});
