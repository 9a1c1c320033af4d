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
      'warning: 389 is open in clear text, beside or instead of its encrypted alternative; clear text, unless the client upgrades with StartTLS (from general knowledge, unverified); choose `Profile.RECOMMENDED`, or name the one you use with `ports`',
    ],
    [
      'Alternative:active-directory-ldap:389',
      Connection.activeDirectoryLdap(LDAP),
      recommended,
      'notice: 389 is not asked for (clear text; the encrypted alternative takes its place); clear text, unless the client upgrades with StartTLS (from general knowledge, unverified); name it with `ports` if your service speaks nothing else',
    ],
    [
      'Alternative:active-directory-ldap:636',
      Connection.activeDirectoryLdap(LDAP),
      recommended,
      'notice: 636 is open: the encrypted one of the alternatives; LDAP inside TLS; nothing to do',
    ],
    [
      'Alternative:winrm:5986',
      Connection.winRm({ machines: [] }),
      {},
      'notice: 5986 is not asked for (you said that there are no machines): the encrypted one of the alternatives; WinRM inside TLS; nothing to do',
    ],
    [
      'LeftOpen:kubernetes-cluster:6443',
      Connection.kubernetesCluster({ ...LDAP, ports: [6443] }),
      {},
      'notice: 6443 is open because you gave it; the table leaves it open; depends on the cluster: 443 on EKS and GKE (from general knowledge, unverified), 6443 on one of your own; check it against your service',
    ],
    [
      'UnexplainedPort:aws-ec2:80',
      Connection.awsEc2(MACHINES),
      {},
      'warning: 80 is open, and no source explains it; no EC2 page explains it; choose `Profile.RECOMMENDED`, or name your own with `ports`',
    ],
    [
      'UnexplainedPort:aws-ec2:80',
      Connection.awsEc2(MACHINES),
      recommended,
      'notice: 80 is not asked for (no source explains it); the table lists it; no EC2 page explains it; choose `Profile.DOCUMENTED` if something needs it, or name your own with `ports`',
    ],
    [
      'UnexplainedPort:bugsnag:49080',
      Connection.bugsnag(),
      {},
      'notice: 49080 is not asked for (it leads to a service of your own, and this one is hosted by the vendor); the table lists it; only the old single-machine edition of your own; nothing to do',
    ],
    [
      'MissingPort:gcp:443',
      Connection.gcp(MACHINES),
      {},
      'warning: 443 is not asked for (not in the table); both roles of the row are for APIs, which speak 443; choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
    ],
    [
      'MissingPort:gcp:443',
      Connection.gcp({ gke: 'rbac' }),
      recommended,
      'notice: 443 is open, although the table does not list it; both roles of the row are for APIs, which speak 443; nothing to do',
    ],
    [
      'AskedByUser:aws-ec2:22',
      Connection.awsEc2({ ...MACHINES, ssh: true }),
      {},
      "notice: 22 is open because you asked for it; deployments to machines over SSH, as the page's introduction says; nothing to do",
    ],
    [
      'AskedByUser:smtp:587',
      Connection.smtp({ ...LDAP, ports: [587] }),
      {},
      'notice: 587 is open because you asked for it; not a port of the row; given with `ports`; nothing to do',
    ],
    ['AskedByUser:aws-ec2:22', Connection.awsEc2(MACHINES), {}, 'none'],
    [
      'PortsGiven:smtp',
      Connection.smtp({ ...LDAP, ports: [587, 2525] }),
      {},
      "notice: your ports 587, 2525 stand in place of the row's; no longer asked for: 25; you gave `ports`; leave out `ports` to follow the table",
    ],
    [
      'PortsGiven:smtp',
      Connection.smtp({ ...LDAP, ports: [25] }),
      {},
      "notice: your ports 25 stand in place of the row's; you gave `ports`; leave out `ports` to follow the table",
    ],
    ['PortsGiven:kubernetes-cluster', Connection.kubernetesCluster({ ...LDAP, ports: [6443] }), {}, 'none'],
    [
      'NoMachines:winrm',
      Connection.winRm({ machines: [] }),
      {},
      'notice: not asked for, to machines: 22, 443, 5985, 5986; you said `machines: []`; name the machines when there are some',
    ],
    ['NoMachines:winrm', Connection.winRm(MACHINES), {}, 'none'],
    [
      'MachinesNotNamed:gcp',
      Connection.gcp({ gke: 'rbac' }),
      recommended,
      'notice: not asked for, to machines: 22; neither `machines` nor `reach.machines` names any; name them, or say `machines: []` for none',
    ],
    [
      'NoPlace:docker-registry',
      Connection.dockerRegistry({ hosting: 'docker-hub' }),
      {},
      "notice: not asked for: 8083; the table's port leads to a service of your own, and this one is hosted as `docker-hub`; give `to` when you host it yourself",
    ],
    [
      'DeadAsDocumented:gcp',
      Connection.gcp({ machines: [] }),
      {},
      'warning: nothing is asked for by this connection; the table has no port that it could use; what it needs is 443; choose `Profile.RECOMMENDED`, or add a `Connection.custom` for it',
    ],
    [
      'NothingOpen:winrm',
      Connection.winRm({ machines: [] }),
      {},
      'warning: nothing is asked for by this connection; every port of it leads nowhere or is closed by the profile; name where it leads, or take it off the list',
    ],
    [
      'TablePermission:kubernetes-cluster',
      Connection.kubernetesCluster({ ...LDAP, ports: [6443] }),
      {},
      "notice: the table offers user name and password; Kubernetes removed them in 1.19; the table, Harness's own pages and the vendor do not agree here; follow the source",
    ],
    [
      'ReadsEveryBucket:aws-s3',
      Connection.awsS3(),
      {},
      'warning: AmazonS3ReadOnlyAccess reads every object of every bucket in the account; the table asks for it; choose `Profile.RECOMMENDED` with the scopes of this connection, or acknowledge it with a reason',
    ],
    [
      'ScopeIgnored:aws-s3',
      Connection.awsS3({ buckets: ['a-bucket'] }),
      {},
      'warning: `buckets` has no effect under DOCUMENTED; the documented profile gives the policies that the table names, as they are; choose `Profile.RECOMMENDED` to limit the permissions to it',
    ],
    [
      'ScopeIgnored:aws-s3',
      Connection.awsS3({ buckets: ['a-bucket'], kmsKeys: ['arn:aws:kms:eu-west-1:111111111111:key/a'] }),
      {},
      'warning: `buckets`, `kmsKeys` have no effect under DOCUMENTED; the documented profile gives the policies that the table names, as they are; choose `Profile.RECOMMENDED` to limit the permissions to it',
    ],
    ['ScopeIgnored:aws-s3', Connection.awsS3(), {}, 'none'],
    [
      'ChoiceAssumed:datadog',
      Connection.datadog(),
      {},
      'notice: `site` is taken to be datadoghq.com; it was not given; say `site`',
    ],
    ['ChoiceAssumed:datadog', Connection.datadog({ site: 'datadoghq.com' }), {}, 'none'],
    [
      'HarnessAssumed:harness',
      Connection.datadog(),
      {},
      'notice: the manager is taken to be app.harness.io; `harness` was not given; say `harness: HarnessPlatform.of({ cluster })`, as your account shows it',
    ],
    ['HarnessAssumed:harness', Connection.datadog(), { harness }, 'none'],
    [
      'HarnessLineClosed:harness:manager',
      Connection.datadog(),
      { harness },
      'notice: manager is closed; you switched it off; switch it on if the delegate does not come up',
    ],
    [
      'UnusedAcknowledgement:gpc:MissingPort:gpc:443',
      Connection.datadog(),
      { acknowledged: [{ finding: 'MissingPort', connection: 'gpc', port: 443, reason: 'x' }] },
      'warning: the acknowledgement of MissingPort:gpc:443 matches nothing; what it accepted is gone, or its names are misspelt; delete it, or correct the finding, the connection or the port',
    ],
    [
      'ExpiredAcknowledgement:gcp:MissingPort:gcp',
      Connection.gcp(MACHINES),
      {
        acknowledged: [{ finding: 'MissingPort', connection: 'gcp', reason: 'the proxy', until: '2026-01-01' }],
        asOf: '2026-01-02',
      },
      'warning: the acknowledgement of MissingPort:gcp ran out on 2026-01-01; it was accepted for a time only: the proxy; mend what it accepted, or give it a new date',
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
    expect(wide(['10.0.0.0/7', '10.0.0.0/8', '2000::/31', '2001:db8::/32', '0.0.0.0/0', 'ci.example.com'])).toBe(
      'warning: leads to 10.0.0.0/7, 2000::/31, 0.0.0.0/0; you wrote it; write the blocks that the service really uses',
    );
    expect(wide(['10.0.0.0/8', '2001:db8::/32', 'ci.example.com'])).toBe('none');
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
    ['as written', Connection.jenkins(LDAP), DOCUMENTED, '443', '+ the table says so'],
    [
      'left open',
      Connection.kubernetesCluster({ ...LDAP, ports: [6443] }),
      DOCUMENTED,
      '6443',
      '+ the table leaves the port open; you gave it',
    ],
    ['asked for', Connection.awsEc2({ ...MACHINES, ssh: true }), DOCUMENTED, '22', '+ asked for by you'],
    ['not asked for', Connection.awsEc2(MACHINES), DOCUMENTED, '22', '- opens only when you ask for it'],
    [
      'an alternative',
      Connection.activeDirectoryLdap(LDAP),
      DOCUMENTED,
      '636',
      '+ one of the alternatives that the table lists',
    ],
    [
      'the encrypted alternative',
      Connection.activeDirectoryLdap(LDAP),
      RECOMMENDED,
      '636',
      '+ the encrypted one of the alternatives',
    ],
    [
      'the alternative in clear text',
      Connection.activeDirectoryLdap(LDAP),
      RECOMMENDED,
      '389',
      '- clear text; the encrypted alternative takes its place',
    ],
    [
      'unexplained, to the letter',
      Connection.awsEc2(MACHINES),
      DOCUMENTED,
      '80',
      '+ the table says so, though no source explains it',
    ],
    ['unexplained', Connection.awsEc2(MACHINES), RECOMMENDED, '80', '- no source explains it'],
    ['missing, to the letter', Connection.gcp(MACHINES), DOCUMENTED, '443', '- not in the table'],
    [
      'missing',
      Connection.gcp({ gke: 'rbac' }),
      RECOMMENDED,
      '443',
      '+ the service is dead without it, though the table forgets it',
    ],
    ['given', Connection.smtp({ ...LDAP, ports: [587] }), DOCUMENTED, '587', '+ chosen by you with `ports`'],
    ['replaced', Connection.smtp({ ...LDAP, ports: [587] }), DOCUMENTED, '25', '- replaced by your `ports`'],
    ['without machines', Connection.gcp({ machines: [] }), DOCUMENTED, '22', '- you said that there are no machines'],
    ['without named machines', Connection.gcp({ gke: 'rbac' }), RECOMMENDED, '22', '- no machines are named'],
    [
      'hosted by the vendor',
      Connection.bugsnag(),
      DOCUMENTED,
      '49080',
      '- it leads to a service of your own, and this one is hosted by the vendor',
    ],
  ])('%s', (_, connection, profile, port, expected) => {
    const { decisions } = Plan.of([connection], { profile });
    const found = decisions.filter(
      (decision) => decision.connection === connection.name && decision.port.text === port,
    );
    expect(found.map(({ open, because }) => `${open ? '+' : '-'} ${because}`)).toEqual([expected]);
  });
});
