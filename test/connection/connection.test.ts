import { CONNECTION_IDS } from '../../lib/connections';
import { accessErrorOf, problemsOf } from '../support/errors';
import { ALL_PROPS } from '../support/every-row';
import { Connection, Destination, Port, type ConnectionId } from 'harness-delegate-access';

/** Names of the factories and the ids they stand for; both are promises to users. */
const FACTORIES: readonly (readonly [keyof typeof Connection, ConnectionId])[] = [
  ['activeDirectoryLdap', 'active-directory-ldap'],
  ['appDynamics', 'appdynamics'],
  ['awsCloud', 'aws-cloud'],
  ['awsCodeDeploy', 'aws-codedeploy'],
  ['awsEc2', 'aws-ec2'],
  ['awsElbAlbEcs', 'aws-elb-alb-ecs'],
  ['awsS3', 'aws-s3'],
  ['azure', 'azure'],
  ['bamboo', 'bamboo'],
  ['bugsnag', 'bugsnag'],
  ['datadog', 'datadog'],
  ['dockerRegistry', 'docker-registry'],
  ['dynatrace', 'dynatrace'],
  ['elkElasticsearch', 'elk-elasticsearch'],
  ['githubRepo', 'github-repo'],
  ['gcp', 'gcp'],
  ['jfrogArtifactory', 'jfrog-artifactory'],
  ['jenkins', 'jenkins'],
  ['kubernetesCluster', 'kubernetes-cluster'],
  ['logz', 'logz'],
  ['openShift', 'openshift'],
  ['newRelic', 'new-relic'],
  ['nexus', 'nexus'],
  ['tanzuApplicationService', 'tanzu-application-service'],
  ['prometheus', 'prometheus'],
  ['smtp', 'smtp'],
  ['splunk', 'splunk'],
  ['sumoLogic', 'sumo-logic'],
  ['winRm', 'winrm'],
  ['awsCloudFormation', 'aws-cloudformation'],
  ['awsCloudWatch', 'aws-cloudwatch'],
  ['awsEcr', 'aws-ecr'],
  ['awsEks', 'aws-eks'],
  ['awsKms', 'aws-kms'],
  ['awsLambda', 'aws-lambda'],
  ['awsSecretsManager', 'aws-secrets-manager'],
  ['azureAcr', 'azure-acr'],
  ['azureKeyVault', 'azure-key-vault'],
  ['azureRepos', 'azure-repos'],
  ['bitbucket', 'bitbucket'],
  ['customHealth', 'custom-health'],
  ['customSecretManager', 'custom-secret-manager'],
  ['gcpKms', 'gcp-kms'],
  ['gcpSecretManager', 'gcp-secret-manager'],
  ['git', 'git'],
  ['gitLab', 'gitlab'],
  ['googleArtifactRegistry', 'google-artifact-registry'],
  ['hashiCorpVault', 'hashicorp-vault'],
  ['helmHttpRepository', 'helm-http-repository'],
  ['jdbc', 'jdbc'],
  ['jira', 'jira'],
  ['ociHelmRegistry', 'oci-helm-registry'],
  ['pagerDuty', 'pagerduty'],
  ['physicalDataCenter', 'physical-data-center'],
  ['rancher', 'rancher'],
  ['serviceNow', 'servicenow'],
  ['splunkObservability', 'splunk-observability'],
  ['terraform', 'terraform'],
  ['terraformCloud', 'terraform-cloud'],
];

describe('the factories', () => {
  test('are the 29 rows, in the order of the table, and those beyond it', () => {
    expect(FACTORIES.map(([, id]) => id)).toEqual(CONNECTION_IDS);
  });

  test.each(FACTORIES)('%s makes the row %s, and so do Connection.of and Connection.parse', (factory, id) => {
    const make = Connection[factory] as (props: object) => Connection;
    const connection = make(ALL_PROPS[id]!);
    expect(connection).toMatchObject({ id, name: id });
    expect(connection.request).toEqual(Connection.of(id, ALL_PROPS[id] as never).request);
    expect(connection.request).toEqual(Connection.parse(id, ALL_PROPS[id]).request);
  });

  test('take a name of their own', () => {
    expect(Connection.jenkins({ name: 'jenkins-eu', to: ['10.0.0.0/8'] }).name).toBe('jenkins-eu');
  });
});

describe('a connection', () => {
  test.each([
    ['appdynamics', {}, 'saas'],
    ['appdynamics', { to: ['10.0.0.0/8'] }, 'own'],
    ['appdynamics', { to: ['10.0.0.0/8'], tenant: 'acme' }, 'saas'],
    ['appdynamics', { to: ['10.0.0.0/8'], hosting: 'saas' }, 'saas'],
    ['bugsnag', {}, 'saas'],
    ['bugsnag', { to: ['10.0.0.0/8'] }, 'own'],
    ['docker-registry', {}, 'own'],
    ['docker-registry', { hosting: 'ghcr' }, 'ghcr'],
    ['jfrog-artifactory', {}, 'saas'],
    ['jfrog-artifactory', { to: ['10.0.0.0/8'] }, 'own'],
    ['splunk', {}, 'own'],
    ['splunk', { deployment: 'acme' }, 'saas'],
  ])('%s %p is hosted as %s', (id, props, hosting) => {
    expect(Connection.parse(id, props).request.hosting).toBe(hosting);
  });

  test('reads destinations and ports in every form', () => {
    const { to, ports } = Connection.jenkins({
      to: ['10.0.0.0/8', 'ci.example.com', Destination.anyIpv6()],
      ports: [80, '81/udp', Port.tcpRange(90, 91)],
    }).request;
    expect(to!.map(({ key }) => key)).toEqual(['10.0.0.0/8', 'host:ci.example.com', '::/0']);
    expect(ports!.map(({ key }) => key)).toEqual(['tcp:80', 'udp:81', 'tcp:90-91']);
  });

  test('of your own says why it is there', () => {
    const { statements } = Connection.custom({
      name: 'vault',
      to: ['10.0.9.0/24'],
      ports: [8200],
      reason: 'secrets',
    }).request;
    expect(statements).toMatchObject([{ key: '8200', verdict: 'on request', note: 'secrets' }]);
  });

  test('over SSH is marked as no row of the table', () => {
    const ssh = Connection.ssh({ to: ['10.0.0.0/8'], ports: [2222] });
    expect(ssh.request.row).toBeUndefined();
    expect(ssh.request.statements.map(({ key }) => key)).toEqual(['2222']);
  });
});

describe('a connection fails', () => {
  test.each<[string, () => unknown, string[]]>([
    [
      'with every problem of its arguments at once',
      () => Connection.parse('jenkins', { to: ['10.0.0.5/8', '999.1.1.1/99'], nmae: 'x', ports: [0] }),
      [
        'HostBits: connection `jenkins`: `to[0]`: a CIDR must not have host bits, got "10.0.0.5/8"; did you mean `10.0.0.0/8`?',
        'InvalidCidr: connection `jenkins`: `to[1]`: a CIDR must have four decimal parts between 0 and 255, without leading zeros, got "999.1.1.1/99"',
        'UnknownProp: connection `jenkins`: has no prop "nmae"; allowed: `name`, `to`, `unenforceable` or `ports`; did you mean `name`?',
        'InvalidPort: connection `jenkins`: `ports[0]`: `port` must be an integer between 1 and 65535, got 0',
      ],
    ],
    [
      'on an unknown id, with the near miss',
      () => Connection.parse('data-dog'),
      [
        'UnknownConnection: the id of a connection must be one of the 59 that `list` shows, got "data-dog"; did you mean `datadog`?',
      ],
    ],
    [
      'on an unknown id without a near miss',
      () => Connection.parse('zzzzzzzzzz'),
      ['UnknownConnection: the id of a connection must be one of the 59 that `list` shows, got "zzzzzzzzzz"'],
    ],
    [
      'when the table leaves the port open and nobody gives it',
      () => Connection.parse('prometheus', { to: ['10.0.0.0/8'] }),
      [
        'MissingPorts: connection `prometheus`: the table leaves the port open, so `ports` must be set, such as `ports: [9090]`',
      ],
    ],
    [
      'when `ports` is empty',
      () => Connection.kubernetesCluster({ ports: [] }),
      ['EmptyList: connection `kubernetes-cluster`: `ports` must have at least one entry, got an empty list'],
    ],
    [
      'when `to` is empty',
      () => Connection.jenkins({ to: [] }),
      ['EmptyList: connection `jenkins`: `to` must have at least one entry, got an empty list'],
    ],
    [
      'on a bad name',
      () => Connection.datadog({ name: 'Datadog EU' }),
      [
        'InvalidName: connection `datadog`: `name` must be lower-case letters, digits and hyphens, begin with a letter and have at most 40 characters, got "Datadog EU"; did you mean `datadog-eu`?',
      ],
    ],
    [
      'on a reserved name',
      () => Connection.datadog({ name: 'harness' }),
      [
        'ReservedName: connection `datadog`: `name` must not be `harness` or `dns`, which name the plan\'s own lines, got "harness"',
      ],
    ],
    [
      'on an empty bucket name',
      () => Connection.awsS3({ buckets: [''] }),
      [
        'InvalidBucket: connection `aws-s3`: `buckets[0]` must be the name of a bucket (3 to 63 lower-case letters, digits, dots or hyphens), not an ARN, got ""',
      ],
    ],
    [
      'on a bucket ARN',
      () => Connection.awsS3({ buckets: [{ name: 'arn:aws:s3:::x' }] }),
      [
        'InvalidBucket: connection `aws-s3`: `buckets[0].name` must be the name of a bucket (3 to 63 lower-case letters, digits, dots or hyphens), not an ARN, got "arn:aws:s3:::x"',
      ],
    ],
    [
      'on a wrong ARN',
      () => Connection.awsElbAlbEcs({ passRoles: ['arn:aws:iam::123:role/x'] }),
      [
        'InvalidArn: connection `aws-elb-alb-ecs`: `passRoles[0]` must be a full ARN without wildcards, such as arn:aws:iam::111122223333:role/name, got "arn:aws:iam::123:role/x"',
      ],
    ],
    [
      'on an ARN with a wildcard',
      () => Connection.awsCloud({ assumeRoles: ['arn:aws:iam::111122223333:role/*'] }),
      [
        'InvalidArn: connection `aws-cloud`: `assumeRoles[0]` must be a full ARN without wildcards, such as arn:aws:iam::111122223333:role/name, got "arn:aws:iam::111122223333:role/*"',
      ],
    ],
    [
      'on an unknown site, with the near miss',
      () => Connection.datadog({ site: 'datadog.eu' }),
      [
        'InvalidChoice: connection `datadog`: `site` must be `datadoghq.com`, `us3.datadoghq.com`, `us5.datadoghq.com`, `datadoghq.eu`, `ap1.datadoghq.com`, `ap2.datadoghq.com`, `uk1.datadoghq.com`, `ddog-gov.com` or `us2.ddog-gov.com`, got "datadog.eu"; did you mean `datadoghq.eu`?',
      ],
    ],
    [
      'when its props are no object',
      () => Connection.of('jenkins', [] as never),
      ['InvalidProp: connection `jenkins`: props must be an object, got a list of 0'],
    ],
    [
      'when a switch is no boolean',
      () => Connection.parse('github-repo', { ssh: 'yes' }),
      ['InvalidProp: connection `github-repo`: `ssh` must be true or false, got "yes"'],
    ],
    [
      'when what is yours lacks a reason',
      () => Connection.of('custom' as never, {} as never),
      ['UnknownConnection: the id of a connection must be one of the 59 that `list` shows, got "custom"'],
    ],
    [
      'when a custom one lacks everything',
      () => Connection.custom({} as never),
      [
        'MissingProp: connection `custom`: needs `name`',
        'MissingDestination: connection `custom`: needs `to`',
        'MissingProp: connection `custom`: needs `ports`',
        'MissingProp: connection `custom`: needs `reason`: why this port is open',
      ],
    ],
    [
      'when a reason looks like a token',
      () => Connection.custom({ name: 'x', to: ['10.0.0.0/8'], ports: [1], reason: 'a ${Token[TOKEN.1]}' }),
      [
        'TokenInText: connection `custom`: `reason` must be plain text, got a string that looks like a deploy-time token: "a ${Token[TOKEN.1]}"',
      ],
    ],
    [
      'when a reason holds a terminal escape',
      () => Connection.custom({ name: 'x', to: ['10.0.0.0/8'], ports: [1], reason: '\u001b[2J' }),
      [
        'ControlCharacters: connection `custom`: `reason` must not contain control or invisible characters, got "\\u001b[2J"',
      ],
    ],
    [
      'on a prototype key',
      () => Connection.of('jenkins', JSON.parse('{"__proto__": 1, "to": ["10.0.0.0/8"]}') as object),
      ['UnknownProp: connection `jenkins`: has no prop "__proto__"; allowed: `name`, `to`, `unenforceable` or `ports`'],
    ],
  ])('%s', (_, act, problems) => {
    expect(problemsOf(act)).toEqual(problems);
  });

  test('says all of it in one message, each problem on its line with its code', () => {
    const { message, code } = accessErrorOf(() => Connection.jenkins({ to: ['10/8', '10.0.0.1'] }));
    expect(code).toBe('InvalidCidr');
    expect(message.split('\n')).toHaveLength(3);
    expect(message).toContain('2 problems:\n- ');
    expect(message).toContain('(MissingMask)');
  });
});
