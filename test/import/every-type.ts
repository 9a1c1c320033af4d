/** Every type of connector in Harness's schema (harness/mcp-server:src/data/schemas/entities/connector.account.ts@59bfd120): a spec, and what it becomes. */

export interface TypeCase {
  readonly spec: object;
  /** Ids with props, without names; or the beginning of the reason that there are none. */
  readonly becomes: readonly (readonly [id: string, props: object])[] | string;
}

const PG = 'jdbc:postgresql://user:secret@db.example.org:5433/orders?password=secret';

export const EVERY_TYPE: Readonly<Record<string, TypeCase>> = {
  K8sCluster: {
    spec: { credential: { type: 'ManualConfig', spec: { masterUrl: 'https://10.1.2.3' } } },
    becomes: [['kubernetes-cluster', { to: ['10.1.2.3/32'], ports: [443] }]],
  },
  Aws: { spec: { credential: { type: 'ManualConfig' } }, becomes: [['aws-cloud', { accessKeys: true }]] },
  Gcp: { spec: { credential: { type: 'InheritFromDelegate' } }, becomes: [['gcp', { machines: [] }]] },
  Azure: {
    spec: { azureEnvironmentType: 'AZURE_US_GOVERNMENT' },
    becomes: [['azure', { cloud: 'government', machines: [] }]],
  },
  Github: { spec: { url: 'https://github.com/acme' }, becomes: [['github-repo', {}]] },
  Gitlab: {
    spec: { url: 'https://git.example.org', apiAccess: { spec: { apiUrl: 'https://api.example.org' } } },
    becomes: [['gitlab', { to: ['git.example.org', 'api.example.org'] }]],
  },
  Bitbucket: {
    spec: { url: 'git@bitbucket.org:acme', authentication: { type: 'Ssh' } },
    becomes: [['bitbucket', { ssh: true }]],
  },
  AzureRepo: {
    spec: { url: 'https://acme.visualstudio.com/shop' },
    becomes: [['azure-repos', { organization: 'acme' }]],
  },
  Git: {
    spec: { type: 'Ssh', url: 'git@git.example.org:a/b' },
    becomes: [['git', { to: ['git.example.org'], ports: [22] }]],
  },
  Harness: { spec: { executeOnDelegate: true }, becomes: 'Harness Code is a line of Harness itself' },
  Codecommit: {
    spec: { url: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/shop' },
    becomes: [
      ['custom', { to: ['git-codecommit.eu-west-1.amazonaws.com'], ports: [443] }],
      ['custom', { to: ['aws.amazon.com'], ports: [443] }],
    ],
  },
  DockerRegistry: {
    spec: { dockerRegistryUrl: 'https://registry.example.org:5000/v2/' },
    becomes: [['docker-registry', { to: ['registry.example.org'], ports: [5000] }]],
  },
  Artifactory: {
    spec: { artifactoryServerUrl: 'https://acme.jfrog.io/artifactory' },
    becomes: [['jfrog-artifactory', { server: 'acme' }]],
  },
  Nexus: {
    spec: { nexusServerUrl: 'http://nexus.example.org:8081' },
    becomes: [['nexus', { to: ['nexus.example.org'], ports: [8081] }]],
  },
  HttpHelmRepo: {
    spec: { helmRepoUrl: 'http://charts.example.org' },
    becomes: [['helm-http-repository', { to: ['charts.example.org'], ports: [80] }]],
  },
  OciHelmRepo: {
    spec: { helmRepoUrl: 'oci://charts.example.org/stable' },
    becomes: [['oci-helm-registry', { to: ['charts.example.org'], ports: [443] }]],
  },
  Jenkins: {
    spec: { jenkinsUrl: 'https://ci.example.org' },
    becomes: [['jenkins', { to: ['ci.example.org'], ports: [443] }]],
  },
  Bamboo: {
    spec: { bambooUrl: 'http://10.0.0.8:8085' },
    becomes: [['bamboo', { to: ['10.0.0.8/32'], ports: [8085] }]],
  },
  AzureArtifacts: {
    spec: { azureArtifactsUrl: 'https://dev.azure.com/acme' },
    becomes: [['custom', { to: ['dev.azure.com'], ports: [443] }]],
  },
  AppDynamics: {
    spec: { controllerUrl: 'https://acme.saas.appdynamics.com/controller' },
    becomes: [['appdynamics', { tenant: 'acme' }]],
  },
  Datadog: { spec: { url: 'https://us5.datadoghq.com/api/' }, becomes: [['datadog', { site: 'us5.datadoghq.com' }]] },
  Dynatrace: {
    spec: { url: 'https://abc12345.live.dynatrace.com', platformUrl: 'https://abc12345.apps.dynatrace.com' },
    becomes: [['dynatrace', { environment: 'abc12345', grail: true }]],
  },
  ElasticSearch: {
    spec: { url: 'https://elk.example.org:9200' },
    becomes: [['elk-elasticsearch', { to: ['elk.example.org'], ports: [9200] }]],
  },
  NewRelic: { spec: { url: 'https://insights-api.newrelic.com/' }, becomes: [['new-relic', { region: 'us' }]] },
  Prometheus: {
    spec: { url: 'http://prom.example.org:9090' },
    becomes: [['prometheus', { to: ['prom.example.org'], ports: [9090] }]],
  },
  Splunk: { spec: { splunkUrl: 'https://acme.splunkcloud.com:8089' }, becomes: [['splunk', { deployment: 'acme' }]] },
  SumoLogic: { spec: { url: 'https://api.eu.sumologic.com/api/' }, becomes: [['sumo-logic', { deployment: 'eu' }]] },
  SignalFX: { spec: { url: 'https://api.eu0.signalfx.com' }, becomes: [['splunk-observability', { realm: 'eu0' }]] },
  CustomHealth: {
    spec: { baseURL: 'http://loki.example.org:3100' },
    becomes: [['custom-health', { to: ['loki.example.org'], ports: [3100] }]],
  },
  PagerDuty: { spec: {}, becomes: [['pagerduty', {}]] },
  ErrorTracking: {
    spec: { url: 'https://app.et.harness.io' },
    becomes: [['custom', { to: ['app.et.harness.io'], ports: [443] }]],
  },
  OpsGenie: {
    spec: { url: 'https://api.eu.opsgenie.com' },
    becomes: [['custom', { to: ['api.eu.opsgenie.com'], ports: [443] }]],
  },
  XMatters: {
    spec: { url: 'https://acme.xmatters.com' },
    becomes: [['custom', { to: ['acme.xmatters.com'], ports: [443] }]],
  },
  Jira: {
    spec: { jiraUrl: 'https://jira.example.org:8443' },
    becomes: [['jira', { to: ['jira.example.org'], ports: [8443] }]],
  },
  ServiceNow: {
    spec: {
      serviceNowUrl: 'https://acme.service-now.com',
      auth: { spec: { adfsUrl: 'https://adfs.example.org/token' } },
    },
    becomes: [
      ['servicenow', { instance: 'acme' }],
      ['custom', { to: ['adfs.example.org'], ports: [443] }],
    ],
  },
  Vault: {
    spec: { vaultUrl: 'https://vault.example.org' },
    becomes: [['hashicorp-vault', { to: ['vault.example.org'], ports: [443] }]],
  },
  AwsSecretManager: {
    spec: {
      region: 'eu-west-1',
      secretNamePrefix: 'harness/',
      credential: { spec: { roleArn: 'arn:aws:iam::111111111111:role/secrets' } },
    },
    becomes: [
      [
        'aws-secrets-manager',
        { regions: ['eu-west-1'], secretPrefix: 'harness', assumeRoles: ['arn:aws:iam::111111111111:role/secrets'] },
      ],
    ],
  },
  AwsKms: {
    spec: { region: 'eu-west-1', kmsArn: 'account.keyArn' },
    becomes: [['aws-kms', { regions: ['eu-west-1'] }]],
  },
  AzureKeyVault: {
    spec: { vaultName: 'acme-vault', azureEnvironmentType: 'AZURE' },
    becomes: [['azure-key-vault', { cloud: 'public', vaultName: 'acme-vault' }]],
  },
  GcpSecretManager: { spec: {}, becomes: [['gcp-secret-manager', {}]] },
  GcpKms: {
    spec: { projectId: 'acme', region: 'europe-west1', keyRing: 'ring', keyName: 'harness' },
    becomes: [['gcp-kms', { keys: [{ location: 'europe-west1', keyRing: 'ring', key: 'harness', project: 'acme' }] }]],
  },
  CustomSecretManager: { spec: { onDelegate: true }, becomes: '`to` and `ports`: the script decides' },
  Pdc: {
    spec: { hosts: [{ hostname: 'a.example.org:5986' }, { hostname: '10.0.0.9:5986' }] },
    becomes: [['physical-data-center', { machines: ['10.0.0.9/32', 'a.example.org'], winRmTls: true }]],
  },
  Rancher: {
    spec: { credential: { spec: { rancherUrl: 'https://rancher.example.org' } } },
    becomes: [['rancher', { to: ['rancher.example.org'], ports: [443] }]],
  },
  Tas: {
    spec: { credential: { spec: { endpointUrl: 'https://api.sys.example.org' } } },
    becomes: [['tanzu-application-service', { to: ['*.sys.example.org'], ports: [443] }]],
  },
  TerraformCloud: { spec: { terraformCloudUrl: 'https://app.terraform.io' }, becomes: [['terraform-cloud', {}]] },
  Spot: { spec: {}, becomes: [['custom', { to: ['api.spotinst.io'], ports: [443] }]] },
  JDBC: { spec: { url: PG }, becomes: [['jdbc', { to: ['db.example.org'], ports: [5433] }]] },
  CEK8sCluster: {
    spec: { connectorRef: 'account.cluster' },
    becomes: 'it uses the connector `account.cluster`, which is not among these',
  },
  CEAws: { spec: {}, becomes: 'Cloud Cost Management' },
  CEAzure: { spec: {}, becomes: 'Cloud Cost Management' },
  GcpCloudCost: { spec: {}, becomes: 'Cloud Cost Management' },
  Local: { spec: {}, becomes: 'the secret manager of Harness itself' },
  Confluence: { spec: {}, becomes: 'Harness itself calls it' },
  Zoom: { spec: {}, becomes: 'Harness itself calls it' },
  GoogleChat: { spec: {}, becomes: 'Harness itself calls it' },
  MsTeams: { spec: {}, becomes: 'Harness itself calls it' },
  Slack: { spec: {}, becomes: 'Harness itself calls it' },
  OpenAI: { spec: {}, becomes: [['custom', { to: ['api.openai.com'], ports: [443] }]] },
  Anthropic: {
    spec: { url: 'https://llm.example.org:8443' },
    becomes: [['custom', { to: ['llm.example.org'], ports: [8443] }]],
  },
  LangSmith: { spec: {}, becomes: [['custom', { to: ['api.smith.langchain.com'], ports: [443] }]] },
  MLFlow: {
    spec: { baseUrl: 'http://ml.example.org:5000' },
    becomes: [['custom', { to: ['ml.example.org'], ports: [5000] }]],
  },
  Mcp: {
    spec: { serverUrl: 'https://mcp.example.org' },
    becomes: [['custom', { to: ['mcp.example.org'], ports: [443] }]],
  },
  GithubMcp: { spec: {}, becomes: [['custom', { to: ['api.githubcopilot.com'], ports: [443] }]] },
  Salesforce: {
    spec: { credential: { spec: { loginUrl: 'https://login.salesforce.com' } } },
    becomes: [['custom', { to: ['login.salesforce.com'], ports: [443] }]],
  },
};
