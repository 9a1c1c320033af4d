import { untyped, type Case } from './case';
import { Connection } from 'harness-delegate-access';

const to = ['10.0.3.7/32'];
const role = 'arn:aws:iam::111122223333:role/name';

/** Factories of connections, and each kind of prop. */
export const CONNECTIONS: readonly Case[] = [
  [
    'an id that the table does not have',
    () => Connection.parse('jenkns'),
    'UnknownConnection',
    'one of the table\'s 29, got "jenkns"; did you mean `jenkins`?',
  ],
  [
    'props that are a list',
    () => Connection.of('datadog', untyped([])),
    'InvalidProp',
    'connection `datadog`: props must be an object, got a list of 0',
  ],
  [
    'a prop that is misspelt',
    () => Connection.jenkins(untyped({ port: [443] })),
    'UnknownProp',
    /has no prop "port"; allowed: .*did you mean `ports`\?/,
  ],
  [
    'a prop that every object has',
    () => Connection.of('jenkins', untyped({ toString: 1 })),
    'UnknownProp',
    'has no prop "toString"',
  ],
  [
    'a text for a list',
    () => Connection.jenkins({ to: untyped('10.0.3.7/32') }),
    'InvalidProp',
    '`to` must be a list, got "10.0.3.7/32"',
  ],
  [
    'a bad block in a list',
    () => Connection.jenkins({ to: ['10.0.3.7'] }),
    'MissingMask',
    /`to\[0\]`: .*did you mean `10\.0\.3\.7\/32`/,
  ],
  [
    'a hole in a list',
    () => Connection.jenkins({ to: untyped(Array(1)) }),
    'InvalidDestination',
    '`to[0]`: a destination must be a CIDR, a host name or a `Destination`, got undefined',
  ],
  [
    'a bad port in a list',
    () => Connection.smtp({ to, ports: [0] }),
    'InvalidPort',
    '`ports[0]`: `port` must be an integer between 1 and 65535, got 0',
  ],
  [
    'a name in capitals',
    () => Connection.jenkins({ name: 'CI', to }),
    'InvalidName',
    /lower-case letters, digits and hyphens, begin with a letter.*got "CI"/,
  ],
  [
    "a name of the plan's own",
    () => Connection.jenkins({ name: 'harness', to }),
    'ReservedName',
    "must not be `harness` or `dns`, which name the plan's own lines",
  ],
  [
    'a name that is a number',
    () => Connection.jenkins({ name: untyped(7), to }),
    'InvalidText',
    '`name` must be a text that is not empty, got 7',
  ],
  [
    'a switch that is a text',
    () => Connection.activeDirectoryLdap({ to, kerberos: untyped('yes') }),
    'InvalidProp',
    '`kerberos` must be true or false, got "yes"',
  ],
  [
    'a choice that does not exist',
    () => Connection.appDynamics({ hosting: untyped('cloud') }),
    'InvalidChoice',
    '`hosting` must be `saas` or `own`, got "cloud"',
  ],
  [
    'a choice that is misspelt',
    () => Connection.newRelic({ region: untyped('ue') }),
    'InvalidChoice',
    /got "ue"; did you mean `\w+`\?/,
  ],
  [
    'a site that Datadog does not have',
    () => Connection.datadog({ site: 'mars' }),
    'InvalidChoice',
    /`site` must be `datadoghq\.com`.*got "mars"/,
  ],
  [
    'a region that Logz does not have',
    () => Connection.logz({ region: 'moon' }),
    'InvalidChoice',
    /`region` must be .*got "moon"/,
  ],
  [
    'a word that is accepted for names only',
    () => Connection.githubRepo({ unenforceable: untyped('all') }),
    'InvalidChoice',
    '`unenforceable` must be `port-only`, got "all"',
  ],
  [
    'a tenant with dots',
    () => Connection.appDynamics({ tenant: 'a.b' }),
    'InvalidHostname',
    '`tenant` must be one label of a host name (letters, digits and hyphens), got "a.b"',
  ],
  [
    'a server that is a URL',
    () => Connection.githubRepo({ host: 'https://github.acme.com' }),
    'InvalidHostname',
    /without scheme, port or path/,
  ],
  [
    'ports that the table leaves open',
    () => Connection.kubernetesCluster(untyped({ to })),
    'MissingPorts',
    'the table leaves the port open, so `ports` must say it, such as `ports: [6443]`',
  ],
  [
    'a reason of blanks',
    () => Connection.custom({ name: 'x', to, ports: [1], reason: '  ' }),
    'InvalidText',
    '`reason` must be a text that is not empty, got "  "',
  ],
  ['SSH to nowhere', () => Connection.ssh(untyped({})), 'MissingDestination', 'connection `ssh`: needs `to`'],
  [
    'SSH of nothing',
    () => Connection.ssh(untyped(null)),
    'InvalidProp',
    'connection `ssh`: props must be an object, got null',
  ],

  [
    'a bucket without a name',
    () => Connection.awsS3({ buckets: untyped([{ access: 'read' }]) }),
    'MissingProp',
    '`buckets[0]` needs `name`',
  ],
  [
    'a bucket whose name is inherited',
    () => Connection.awsS3({ buckets: untyped([new Error('x')]) }),
    'MissingProp',
    '`buckets[0]` needs `name`',
  ],
  [
    'a bucket with a prop it does not have',
    () => Connection.awsS3({ buckets: untyped([{ name: 'abc', acces: 'read' }]) }),
    'UnknownProp',
    /`buckets\[0\]` has no "acces"; allowed: `name`, .*did you mean `access`\?$/,
  ],
  [
    'a bucket that is a number',
    () => Connection.awsS3({ buckets: untyped([7]) }),
    'InvalidProp',
    /`buckets\[0\]` must be an object with `name`.*got 7/,
  ],
  [
    'a key prefix with a wildcard',
    () => Connection.awsS3({ buckets: [{ name: 'abc', prefix: 'a/*' }] }),
    'InvalidPrefix',
    /a key prefix without `\*`.*got "a\/\*"/,
  ],
  [
    'an encryption key by its alias',
    () => Connection.awsS3({ buckets: ['abc'], kmsKeys: ['alias/x'] }),
    'InvalidArn',
    /must be a full ARN without wildcards, such as arn:aws:kms:.*got "alias\/x"/,
  ],
  [
    'a region that does not exist',
    () => Connection.awsCloud({ regions: ['europe'] }),
    'InvalidRegion',
    '`regions[0]` must be an AWS region such as eu-west-1, got "europe"',
  ],
  [
    'an external id of one character',
    () => Connection.awsCloud({ assumeRoles: [{ role, externalId: 'x' }] }),
    'InvalidExternalId',
    /2 to 1,224 characters.*got a text of 1 character$/,
  ],
  [
    'a cluster by its ARN',
    () => Connection.awsElbAlbEcs({ clusters: ['arn:aws:ecs:eu-west-1:111122223333:cluster/c'] }),
    'InvalidName',
    /name of an ECS cluster .*not an ARN/,
  ],
  [
    'an account of 11 digits',
    () => Connection.awsElbAlbEcs({ ecrRepositories: [{ name: 'r', account: '11112222333' }] }),
    'InvalidAccount',
    'must be an AWS account id of 12 digits, got "11112222333"',
  ],
  [
    'a strategy that ECS does not have',
    () => Connection.awsElbAlbEcs({ strategies: untyped(['green']) }),
    'InvalidChoice',
    /must be `rolling`, `canary`, `blueGreen` or `basic`, got "green"/,
  ],
  [
    'a listener by its name',
    () => Connection.awsElbAlbEcs({ blueGreen: { listeners: ['web'] } }),
    'InvalidArn',
    /`blueGreen\.listeners\[0\]` must be a full ARN/,
  ],
  [
    'an Auto Scaling group without names',
    () => Connection.awsEc2({ asg: untyped({}) }),
    'MissingProp',
    '`asg` needs `names`',
  ],
  [
    'a subnet that is none',
    () => Connection.awsEc2({ asg: { names: ['a'], subnets: ['prod'] } }),
    'InvalidName',
    '`asg.subnets[0]` must be an id that begins with `subnet-`, got "prod"',
  ],
  [
    'a tag with a wildcard',
    () => Connection.awsEc2({ asg: { names: ['a'], launchTemplateTag: { key: 'a*', value: 'b' } } }),
    'InvalidTag',
    /a tag key or value .*got "a\*"/,
  ],
  [
    'a deployment group without its application',
    () => Connection.awsCodeDeploy({ applications: untyped([{ deploymentGroups: ['g'] }]) }),
    'MissingProp',
    '`applications[0]` needs `name`',
  ],
  [
    'a repository in capitals',
    () => Connection.awsElbAlbEcs({ ecrRepositories: ['Web'] }),
    'InvalidName',
    /name of a repository .*got "Web"/,
  ],
  [
    'a bucket of Google Cloud with a slash',
    () => Connection.gcp({ buckets: ['a/b'] }),
    'InvalidBucket',
    /3 to 222 lower-case letters.*got "a\/b"/,
  ],
  [
    'a repository without a location',
    () => Connection.gcp({ repositories: untyped([{ repository: 'r' }]) }),
    'MissingProp',
    '`repositories[0]` needs `location`',
  ],
  [
    'a secret by its path',
    () => Connection.gcp({ secrets: ['projects/p/secrets/s'] }),
    'InvalidName',
    /an id of Google Cloud .*got "projects\/p\/secrets\/s"/,
  ],
  [
    'a way into a cluster that does not exist',
    () => Connection.gcp({ gke: untyped('admin') }),
    'InvalidChoice',
    '`gke` must be `rbac` or `developer`, got "admin"',
  ],
];
