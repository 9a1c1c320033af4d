import { hostLabel } from '../cloud-names';
import { choice, hostname, listOf, port } from '../parsers';
import {
  type CommonProps,
  MACHINES_SPEC,
  type MachinesProps,
  type PortLike,
  PORTS_SPEC,
  type PortsProps,
  type PropsDefinition,
  switches,
} from './common';

export interface ActiveDirectoryLdapProps extends PortsProps {
  /** Opens 3268, the global catalog in clear text. @default false */
  readonly globalCatalog?: boolean;
  /** Opens 3269, the global catalog inside TLS. @default false */
  readonly globalCatalogTls?: boolean;
  /** Opens 88 (TCP and UDP) for a Kerberos bind. @default false */
  readonly kerberos?: boolean;
}

/** `saas`: the vendor hosts it; `own`: you do. */
export type Hosting = 'saas' | 'own';

export interface AppDynamicsProps extends PortsProps {
  /** @default - `own` when `to` is given and `tenant` is not, `saas` otherwise */
  readonly hosting?: Hosting;
  /** Your tenant in `{tenant}.saas.appdynamics.com`. @default - any tenant */
  readonly tenant?: string;
}

export interface AzureProps extends MachinesProps {
  /** Which Azure cloud. @default 'public', with a finding */
  readonly cloud?: 'public' | 'government' | 'china';
  /** Opens 22 to the machines. @default false */
  readonly ssh?: boolean;
}

export interface BugsnagProps extends PortsProps {
  /** @default - `own` when `to` is given, `saas` otherwise */
  readonly hosting?: Hosting;
}

export interface DatadogProps extends PortsProps {
  /** Your Datadog site, such as `datadoghq.eu`. @default 'datadoghq.com', with a finding */
  readonly site?: string;
}

export interface DockerRegistryProps extends PortsProps {
  /** Your own registry, Docker Hub, or the GitHub container registry. @default 'own' */
  readonly hosting?: 'own' | 'docker-hub' | 'ghcr';
}

export interface DynatraceProps extends PortsProps {
  /** Your environment in `{environment}.live.dynatrace.com`. @default - any environment */
  readonly environment?: string;
}

export interface ElkElasticsearchProps extends PortsProps {
  /** Opens 443 and 9243 as well, on which Elastic Cloud answers. @default false */
  readonly elasticCloud?: boolean;
}

export interface GithubRepoProps extends PortsProps {
  /** Host name of your GitHub Enterprise. @default - github.com */
  readonly host?: string;
  /** Opens 22 for clone addresses of the form git@host. @default false */
  readonly ssh?: boolean;
}

export interface JfrogArtifactoryProps extends PortsProps {
  /** @default - `own` when `to` is given and `server` is not, `saas` otherwise */
  readonly hosting?: Hosting;
  /** Your server in `{server}.jfrog.io`. @default - any server */
  readonly server?: string;
  /** Opens 8082, JFrog's router, on a server of your own. @default false */
  readonly router?: boolean;
}

/** For rows whose port the table leaves open. */
export interface LeftOpenProps extends CommonProps {
  /** The ports on which your service answers; the table does not say. */
  readonly ports: readonly PortLike[];
}

export interface LogzProps extends PortsProps {
  /** Region of your account. @default 'us', with a finding */
  readonly region?: string;
}

export interface NewRelicProps extends PortsProps {
  /** Region of your account. @default 'us', with a finding */
  readonly region?: 'us' | 'eu' | 'jp' | 'gov';
}

export interface NexusProps extends PortsProps {
  /** Ports of your Docker repositories, opened beside 8081. @default - none */
  readonly dockerPorts?: readonly PortLike[];
}

export interface SplunkProps extends PortsProps {
  /** @default - `saas` when `deployment` is given, `own` otherwise */
  readonly hosting?: Hosting;
  /** Your deployment in `{deployment}.splunkcloud.com`. @default - any deployment */
  readonly deployment?: string;
}

export interface SumoLogicProps extends PortsProps {
  /** Your deployment, such as `eu`. @default 'us1', with a finding */
  readonly deployment?: string;
}

const HOSTING = choice<Hosting>(['saas', 'own']);

/** Props of the rows that need no permission of a cloud. Selectors (site, region …) come from the catalogue. */
export const SERVICE_PROPS: Readonly<Record<string, PropsDefinition>> = {
  'active-directory-ldap': {
    spec: { ...PORTS_SPEC, ...switches('globalCatalog', 'globalCatalogTls', 'kerberos') },
    asks: ['globalCatalog', 'globalCatalogTls', 'kerberos'],
  },
  'appdynamics': { spec: { ...PORTS_SPEC, hosting: HOSTING, tenant: hostLabel }, variables: ['tenant'] },
  'azure': { spec: { ...MACHINES_SPEC, ...switches('ssh') }, asks: ['ssh'] },
  'bamboo': { spec: PORTS_SPEC },
  'bugsnag': { spec: { ...PORTS_SPEC, hosting: HOSTING } },
  'datadog': { spec: PORTS_SPEC },
  'docker-registry': { spec: { ...PORTS_SPEC, hosting: choice(['own', 'docker-hub', 'ghcr']) } },
  'dynatrace': { spec: { ...PORTS_SPEC, environment: hostLabel }, variables: ['environment'] },
  'elk-elasticsearch': { spec: { ...PORTS_SPEC, ...switches('elasticCloud') }, asks: ['elasticCloud'] },
  'github-repo': { spec: { ...PORTS_SPEC, ...switches('ssh'), host: hostname }, asks: ['ssh'] },
  'jfrog-artifactory': {
    spec: { ...PORTS_SPEC, ...switches('router'), hosting: HOSTING, server: hostLabel },
    asks: ['router'],
    variables: ['server'],
  },
  'jenkins': { spec: PORTS_SPEC },
  'kubernetes-cluster': { spec: PORTS_SPEC, required: ['ports'] },
  'logz': { spec: PORTS_SPEC },
  'openshift': { spec: PORTS_SPEC },
  'new-relic': { spec: PORTS_SPEC },
  'nexus': { spec: { ...PORTS_SPEC, dockerPorts: listOf(port) }, asks: ['dockerPorts'] },
  'tanzu-application-service': { spec: PORTS_SPEC },
  'prometheus': { spec: PORTS_SPEC, required: ['ports'] },
  'smtp': { spec: PORTS_SPEC },
  'splunk': { spec: { ...PORTS_SPEC, hosting: HOSTING, deployment: hostLabel }, variables: ['deployment'] },
  'sumo-logic': { spec: PORTS_SPEC },
  'winrm': { spec: MACHINES_SPEC },
};
