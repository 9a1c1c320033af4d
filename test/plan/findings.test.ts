import { Connection, HarnessPlatform, Plan, Profile, type Finding, type PlanOptions } from 'harness-delegate-access';

const { DOCUMENTED, RECOMMENDED } = Profile;
const LDAP = { to: ['10.0.0.10/31'] };
const MACHINES = { machines: ['10.0.0.0/8'] };

function findingOf(key: string, connection: Connection, options: PlanOptions = {}): Finding | undefined {
  return Plan.of([connection], options).findings.find((finding) => finding.key === key);
}

/** `severity: what; why; fix` of one finding. */
function words(key: string, connection: Connection, options: PlanOptions = {}): string {
  const found = findingOf(key, connection, options);
  return found === undefined ? 'none' : `${found.severity}: ${found.what}; ${found.why}; ${found.fix}`;
}

describe('the findings of one connection', () => {
  const keys = (connection: Connection): string[] => Plan.of([connection]).findings.map(({ key }) => key);

  test('of one kind are told apart by their number', () => {
    expect(keys(Connection.awsS3()).filter((key) => key.startsWith('TablePermission'))).toEqual([
      'TablePermission:aws-s3',
      'TablePermission:aws-s3:2',
    ]);
  });

  test('of a port that the table lacks name its first source', () => {
    const found = findingOf('AskedByUser:github-repo:22', Connection.githubRepo({ ssh: true }))!;
    expect(found.source!.ref).toMatch(/git-hub-connector-settings-reference/);
  });
});

describe('a finding says how bad it is, what is there, why, and what to do', () => {
  const harness = HarnessPlatform.of({ cluster: 'eu', manager: false });
  const recommended = { profile: RECOMMENDED };

  test.each<[string, Connection, PlanOptions, string]>([
    [
      'Alternative:active-directory-ldap:389',
      Connection.activeDirectoryLdap(LDAP),
      {},
      'warning: 389 is open in clear text, although an encrypted alternative exists; clear text, unless the client upgrades with StartTLS (from general knowledge, unverified); choose `Profile.RECOMMENDED`, or set the ports of your service with `ports`',
    ],
    [
      'Alternative:active-directory-ldap:389',
      Connection.activeDirectoryLdap(LDAP),
      recommended,
      'notice: 389 is not requested: clear text; the encrypted alternative replaces it; clear text, unless the client upgrades with StartTLS (from general knowledge, unverified); set it with `ports` when your service speaks nothing else',
    ],
    [
      'Alternative:active-directory-ldap:636',
      Connection.activeDirectoryLdap(LDAP),
      recommended,
      'notice: 636 is open: the encrypted alternative; LDAP inside TLS; nothing to do',
    ],
    [
      'Alternative:winrm:5986',
      Connection.winRm({ machines: [] }),
      {},
      'notice: 5986 is not requested (`machines` is empty): the encrypted alternative; WinRM inside TLS; nothing to do',
    ],
    [
      'LeftOpen:kubernetes-cluster:6443',
      Connection.kubernetesCluster({ ...LDAP, ports: [6443] }),
      {},
      'notice: 6443 is open: set with `ports`, the table names no port; depends on the cluster: 443 on EKS and GKE (from general knowledge, unverified), 6443 on a self-hosted one; check the port against your service',
    ],
    [
      'UnexplainedPort:aws-ec2:80',
      Connection.awsEc2(MACHINES),
      {},
      'warning: 80 is open, and no source explains it; no EC2 page explains it; choose `Profile.RECOMMENDED`, or set the ports of your service with `ports`',
    ],
    [
      'UnexplainedPort:aws-ec2:80',
      Connection.awsEc2(MACHINES),
      recommended,
      'notice: 80 is not requested: no source explains it; the table lists it; no EC2 page explains it; choose `Profile.DOCUMENTED` if something needs it, or set the ports of your service with `ports`',
    ],
    [
      'UnexplainedPort:bugsnag:49080',
      Connection.bugsnag(),
      {},
      'notice: 49080 is not requested: a port of the self-hosted edition, and the vendor hosts this one; the table lists it; only the old self-hosted single-machine edition; nothing to do',
    ],
    [
      'MissingPort:gcp:443',
      Connection.gcp(MACHINES),
      {},
      "warning: 443 is not requested: not in Harness's table; both roles of the row are for APIs, which speak 443; choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it",
    ],
    [
      'MissingPort:gcp:443',
      Connection.gcp({ gke: 'rbac' }),
      recommended,
      "notice: 443 is open: required by the service, missing from Harness's table; both roles of the row are for APIs, which speak 443; nothing to do",
    ],
    [
      'AskedByUser:aws-ec2:22',
      Connection.awsEc2({ ...MACHINES, ssh: true }),
      {},
      "notice: 22 is open on request; deployments to machines over SSH, as the page's introduction says; nothing to do",
    ],
    [
      'AskedByUser:smtp:587',
      Connection.smtp({ ...LDAP, ports: [587] }),
      {},
      'notice: 587 is open on request; not a port of the row; set with `ports`; nothing to do',
    ],
    ['AskedByUser:aws-ec2:22', Connection.awsEc2(MACHINES), {}, 'none'],
    [
      'PortsGiven:smtp',
      Connection.smtp({ ...LDAP, ports: [587, 2525] }),
      {},
      'notice: `ports` [587, 2525] override the documented ports; not requested: 25; `ports` is set; leave out `ports` to follow the table',
    ],
    [
      'PortsGiven:smtp',
      Connection.smtp({ ...LDAP, ports: [25] }),
      {},
      'notice: `ports` [25] override the documented ports; `ports` is set; leave out `ports` to follow the table',
    ],
    ['PortsGiven:kubernetes-cluster', Connection.kubernetesCluster({ ...LDAP, ports: [6443] }), {}, 'none'],
    [
      'NoMachines:winrm',
      Connection.winRm({ machines: [] }),
      {},
      'notice: machine ports not requested: 22, 443, 5985, 5986; `machines` is empty; set `machines` when there are some',
    ],
    ['NoMachines:winrm', Connection.winRm(MACHINES), {}, 'none'],
    [
      'MachinesNotNamed:gcp',
      Connection.gcp({ gke: 'rbac' }),
      recommended,
      'notice: machine ports not requested: 22; neither `machines` nor `reach.machines` is set; set one of them, or `machines: []` for none',
    ],
    [
      'NoPlace:docker-registry',
      Connection.dockerRegistry({ hosting: 'docker-hub' }),
      {},
      'notice: not requested: 8083; a port of the self-hosted edition, and this one has `hosting: docker-hub`; set `to` when you host the service yourself',
    ],
    [
      'DeadAsDocumented:gcp',
      Connection.gcp({ machines: [] }),
      {},
      'warning: no port is requested; the table lists no port that the service uses; it needs 443; choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
    ],
    [
      'NothingOpen:winrm',
      Connection.winRm({ machines: [] }),
      {},
      'warning: no port is requested; every port has no destination, or is closed by the profile; set where it leads, or remove it from the list',
    ],
    [
      'TablePermission:kubernetes-cluster',
      Connection.kubernetesCluster({ ...LDAP, ports: [6443] }),
      {},
      "notice: the table offers user name and password; Kubernetes removed them in 1.19; the table, Harness's own pages and the vendor disagree; follow the source",
    ],
    [
      'ReadsEveryBucket:aws-s3',
      Connection.awsS3(),
      {},
      'warning: AmazonS3ReadOnlyAccess reads every object of every bucket in the account; the table requires it; choose `Profile.RECOMMENDED` and set the scopes of this connection, or acknowledge it with a reason',
    ],
    [
      'ScopeIgnored:aws-s3',
      Connection.awsS3({ buckets: ['a-bucket'] }),
      {},
      'warning: `buckets` has no effect under DOCUMENTED; DOCUMENTED grants the policies that the table names, unchanged; choose `Profile.RECOMMENDED` to limit the permissions to it',
    ],
    [
      'ScopeIgnored:aws-s3',
      Connection.awsS3({ buckets: ['a-bucket'], kmsKeys: ['arn:aws:kms:eu-west-1:111111111111:key/a'] }),
      {},
      'warning: `buckets`, `kmsKeys` have no effect under DOCUMENTED; DOCUMENTED grants the policies that the table names, unchanged; choose `Profile.RECOMMENDED` to limit the permissions to it',
    ],
    ['ScopeIgnored:aws-s3', Connection.awsS3(), {}, 'none'],
    [
      'ChoiceAssumed:datadog',
      Connection.datadog(),
      {},
      'notice: assuming `site: datadoghq.com`; `site` is not set; set `site`',
    ],
    ['ChoiceAssumed:datadog', Connection.datadog({ site: 'datadoghq.com' }), {}, 'none'],
    [
      'HarnessAssumed:harness',
      Connection.datadog(),
      {},
      'notice: assuming `cluster: prod1`, app.harness.io; `harness` is not set; set `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
    ],
    ['HarnessAssumed:harness', Connection.datadog(), { harness }, 'none'],
    [
      'HarnessLineClosed:harness:manager',
      Connection.datadog(),
      { harness },
      'notice: manager is closed; switched off in `harness`; switch it on when the delegate does not start',
    ],
    [
      'UnusedAcknowledgement:gpc:MissingPort:gpc:443',
      Connection.datadog(),
      { acknowledged: [{ finding: 'MissingPort', connection: 'gpc', port: 443, reason: 'x' }] },
      'warning: the acknowledgement of MissingPort:gpc:443 matches nothing; the finding is gone, or a name is misspelled; delete it, or correct the finding, the connection or the port',
    ],
    [
      'ExpiredAcknowledgement:gcp:MissingPort:gcp',
      Connection.gcp(MACHINES),
      {
        acknowledged: [{ finding: 'MissingPort', connection: 'gcp', reason: 'the proxy', until: '2026-01-01' }],
        asOf: '2026-01-02',
      },
      'warning: the acknowledgement of MissingPort:gcp expired on 2026-01-01; valid until that day only: the proxy; fix what it acknowledged, or set a new date',
    ],
  ])('%s', (key, connection, options, expected) => {
    expect(words(key, connection, options)).toBe(expected);
  });

  test('and where it was read: not only in the table, where there is more', () => {
    const sourceOf = (key: string, connection: Connection): string | undefined =>
      findingOf(key, connection)?.source?.ref;
    expect(sourceOf('UnexplainedPort:aws-ec2:80', Connection.awsEc2(MACHINES))).toContain('permissions-and-ports');
    expect(sourceOf('UnexplainedPort:aws-ec2:9090', Connection.awsEc2(MACHINES))).toContain('rules.tf');
    expect(sourceOf('MissingPort:gcp:443', Connection.gcp(MACHINES))).toContain('gcs-connector-settings');
    expect(findingOf('AskedByUser:smtp:587', Connection.smtp({ ...LDAP, ports: [587] }))).not.toHaveProperty('source');
  });
});

describe('a destination is very wide', () => {
  const wide = (to: string[]): string => words('BroadDestination:jenkins', Connection.jenkins({ to }));

  test('above a /8 of IPv4 and a /32 of IPv6, and the finding names those alone', () => {
    expect(wide(['10.0.0.0/7', '10.0.0.0/8', '2000::/31', '2001:db8::/32', 'ci.example.com'])).toBe(
      'warning: leads to 10.0.0.0/7, 2000::/31; wider than a /8 (IPv4) or a /32 (IPv6), in one block or in several together; set the blocks that the service uses',
    );
    expect(wide(['10.0.0.0/8', '2001:db8::/32', 'ci.example.com'])).toBe('none');
  });

  test('when its blocks are so together, however narrow each is', () => {
    expect(wide(Array.from({ length: 256 }, (_, i) => `${i}.0.0.0/8`))).toContain('leads to 0.0.0.0/0;');
    expect(wide(['10.0.0.0/9', '10.128.0.0/9'])).toBe('none');
  });

  test('in `machines` and in `reach` as well', () => {
    expect(words('BroadDestination:gcp', Connection.gcp({ machines: ['::/0'] }))).toContain('leads to ::/0');
    expect(
      words('BroadDestination:reach.saas', Connection.datadog(), {
        reach: { saas: ['0.0.0.0/0'], proxyPorts: [3128] },
      }),
    ).toContain('leads to 0.0.0.0/0');
  });
});

describe('a decision says why a port is open or closed', () => {
  test.each<[string, Connection, Profile, string, string]>([
    ['as written', Connection.jenkins(LDAP), DOCUMENTED, '443', "+ in Harness's table"],
    [
      'left open',
      Connection.kubernetesCluster({ ...LDAP, ports: [6443] }),
      DOCUMENTED,
      '6443',
      '+ left open by the table; set with `ports`',
    ],
    ['asked for', Connection.awsEc2({ ...MACHINES, ssh: true }), DOCUMENTED, '22', '+ requested'],
    ['not asked for', Connection.awsEc2(MACHINES), DOCUMENTED, '22', '- open on request only'],
    [
      'an alternative',
      Connection.activeDirectoryLdap(LDAP),
      DOCUMENTED,
      '636',
      "+ one of the alternatives in Harness's table",
    ],
    [
      'the encrypted alternative',
      Connection.activeDirectoryLdap(LDAP),
      RECOMMENDED,
      '636',
      '+ the encrypted alternative',
    ],
    [
      'the alternative in clear text',
      Connection.activeDirectoryLdap(LDAP),
      RECOMMENDED,
      '389',
      '- clear text; the encrypted alternative replaces it',
    ],
    [
      'unexplained, to the letter',
      Connection.awsEc2(MACHINES),
      DOCUMENTED,
      '80',
      "+ in Harness's table, but no source explains it",
    ],
    ['unexplained', Connection.awsEc2(MACHINES), RECOMMENDED, '80', '- no source explains it'],
    ['missing, to the letter', Connection.gcp(MACHINES), DOCUMENTED, '443', "- not in Harness's table"],
    [
      'missing',
      Connection.gcp({ gke: 'rbac' }),
      RECOMMENDED,
      '443',
      "+ required by the service, missing from Harness's table",
    ],
    ['given', Connection.smtp({ ...LDAP, ports: [587] }), DOCUMENTED, '587', '+ set with `ports`'],
    ['replaced', Connection.smtp({ ...LDAP, ports: [587] }), DOCUMENTED, '25', '- overridden by `ports`'],
    ['without machines', Connection.gcp({ machines: [] }), DOCUMENTED, '22', '- `machines` is empty'],
    [
      'without named machines',
      Connection.gcp({ gke: 'rbac' }),
      RECOMMENDED,
      '22',
      '- neither `machines` nor `reach.machines` is set',
    ],
    [
      'hosted by the vendor',
      Connection.bugsnag(),
      DOCUMENTED,
      '49080',
      '- a port of the self-hosted edition, and the vendor hosts this one',
    ],
  ])('%s', (_, connection, profile, port, expected) => {
    const { decisions } = Plan.of([connection], { profile });
    const found = decisions.filter(
      (decision) => decision.connection === connection.name && decision.port.text === port,
    );
    expect(found.map(({ open, because }) => `${open ? '+' : '-'} ${because}`)).toEqual([expected]);
  });
});
