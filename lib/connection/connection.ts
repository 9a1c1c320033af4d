import { throwIfAny, type Problem } from '../base';
import { checkTopLevel, FILE_KEYS, FileDocument, readEntries, unknownKey } from './file';
import type {
  ActiveDirectoryLdapProps,
  AppDynamicsProps,
  AwsCloudProps,
  AwsCodeDeployProps,
  AwsEc2Props,
  AwsElbAlbEcsProps,
  AwsS3Props,
  AzureProps,
  BugsnagProps,
  CommonProps,
  DatadogProps,
  DestinationLike,
  DockerRegistryProps,
  DynatraceProps,
  ElkElasticsearchProps,
  GcpProps,
  GithubRepoProps,
  JfrogArtifactoryProps,
  LeftOpenProps,
  LogzProps,
  MachinesProps,
  NewRelicProps,
  NexusProps,
  PortLike,
  PortsProps,
  SplunkProps,
  SumoLogicProps,
} from './props';
import { requestCustom, requestRow, requestSsh, type ConnectionRequest } from './request';

export interface CustomProps extends CommonProps {
  readonly name: string;
  readonly to: readonly DestinationLike[];
  readonly ports: readonly PortLike[];
  /** Why these ports are open; shown to whoever reviews them. 1 to 1,000 characters. */
  readonly reason: string;
}

export interface SshProps extends CommonProps {
  readonly to: readonly DestinationLike[];
  /** @default [22] */
  readonly ports?: readonly PortLike[];
}

/**
 * One thing that a Harness Delegate connects to: a row of Harness's table of permissions and ports, or one of your own.
 *
 * Every factory checks its arguments at once and throws one `AccessError` with all their problems. What only a list can
 * show (two connections with one name, a destination that is missing) is checked by `Plan.of`.
 */
export class Connection {
  /** Row "Active Directory LDAP": 443, 389, 636 to your directory. */
  public static activeDirectoryLdap(props: ActiveDirectoryLdapProps = {}): Connection {
    return Connection.of('active-directory-ldap', props);
  }
  /** Row "AppDynamics": 80; the service itself speaks 443 (SaaS) or 8181 (own). */
  public static appDynamics(props: AppDynamicsProps = {}): Connection {
    return Connection.of('appdynamics', props);
  }
  /** Row "AWS Cloud": 443 to AWS. */
  public static awsCloud(props: AwsCloudProps = {}): Connection {
    return Connection.of('aws-cloud', props);
  }
  /** Row "AWS CodeDeploy": 443 to AWS. */
  public static awsCodeDeploy(props: AwsCodeDeployProps = {}): Connection {
    return Connection.of('aws-codedeploy', props);
  }
  /** Row "AWS EC2": 443 to AWS, 80 and 9090 to your machines. */
  public static awsEc2(props: AwsEc2Props = {}): Connection {
    return Connection.of('aws-ec2', props);
  }
  /** Row "AWS ELB, ALB, ECS": 443 to AWS, 25, 80, 465 and 587 to your load balancers. */
  public static awsElbAlbEcs(props: AwsElbAlbEcsProps = {}): Connection {
    return Connection.of('aws-elb-alb-ecs', props);
  }
  /** Row "AWS S3": 443 to AWS. */
  public static awsS3(props: AwsS3Props = {}): Connection {
    return Connection.of('aws-s3', props);
  }
  /** Row "Azure": 5985 and 5986 to your machines; the API's 443 is missing in the table. */
  public static azure(props: AzureProps = {}): Connection {
    return Connection.of('azure', props);
  }
  /** Row "Bamboo": 443 and 8085 to your server. */
  public static bamboo(props: PortsProps = {}): Connection {
    return Connection.of('bamboo', props);
  }
  /** Row "Bugsnag": 49080; the service itself speaks 443 (SaaS) or 30080 (own). */
  public static bugsnag(props: BugsnagProps = {}): Connection {
    return Connection.of('bugsnag', props);
  }
  /** Row "Datadog": 443 to your site. */
  public static datadog(props: DatadogProps = {}): Connection {
    return Connection.of('datadog', props);
  }
  /** Row "Docker Registry": 8083 to your registry; hosted registries speak 443. */
  public static dockerRegistry(props: DockerRegistryProps = {}): Connection {
    return Connection.of('docker-registry', props);
  }
  /** Row "Dynatrace": 443 to your environment. */
  public static dynatrace(props: DynatraceProps = {}): Connection {
    return Connection.of('dynatrace', props);
  }
  /** Row "ELK Elasticsearch": 9200 to your cluster. */
  public static elkElasticsearch(props: ElkElasticsearchProps = {}): Connection {
    return Connection.of('elk-elasticsearch', props);
  }
  /** Row "Github Repo": 443 to GitHub. */
  public static githubRepo(props: GithubRepoProps = {}): Connection {
    return Connection.of('github-repo', props);
  }
  /** Row "Google Cloud Platform (GCP)": 22 to your machines; the APIs' 443 is missing in the table. */
  public static gcp(props: GcpProps = {}): Connection {
    return Connection.of('gcp', props);
  }
  /** Row "JFrog Artifactory": 443 to JFrog Cloud or to your server. */
  public static jfrogArtifactory(props: JfrogArtifactoryProps = {}): Connection {
    return Connection.of('jfrog-artifactory', props);
  }
  /** Row "Jenkins": 443 to your controller. */
  public static jenkins(props: PortsProps = {}): Connection {
    return Connection.of('jenkins', props);
  }
  /** Row "Kubernetes Cluster": the table leaves the port open, so `ports` is needed. */
  public static kubernetesCluster(props: LeftOpenProps): Connection {
    return Connection.of('kubernetes-cluster', props);
  }
  /** Row "Logz": 443 to your region. */
  public static logz(props: LogzProps = {}): Connection {
    return Connection.of('logz', props);
  }
  /** Row "OpenShift": 443 to your cluster; the API's 6443 is missing in the table. */
  public static openShift(props: PortsProps = {}): Connection {
    return Connection.of('openshift', props);
  }
  /** Row "New Relic": 443 to your region. */
  public static newRelic(props: NewRelicProps = {}): Connection {
    return Connection.of('new-relic', props);
  }
  /** Row "Nexus": 8081 to your server. */
  public static nexus(props: NexusProps = {}): Connection {
    return Connection.of('nexus', props);
  }
  /** Row "Tanzu Application Service": 80 or 443 to your foundation. */
  public static tanzuApplicationService(props: PortsProps = {}): Connection {
    return Connection.of('tanzu-application-service', props);
  }
  /** Row "Prometheus": the table leaves the port open, so `ports` is needed. */
  public static prometheus(props: LeftOpenProps): Connection {
    return Connection.of('prometheus', props);
  }
  /** Row "SMTP": 25 to your mail server; for submission give `ports: [587]`. */
  public static smtp(props: PortsProps = {}): Connection {
    return Connection.of('smtp', props);
  }
  /** Row "Splunk": 8089 to your server or to Splunk Cloud. */
  public static splunk(props: SplunkProps = {}): Connection {
    return Connection.of('splunk', props);
  }
  /** Row "Sumo Logic": 443 to your deployment. */
  public static sumoLogic(props: SumoLogicProps = {}): Connection {
    return Connection.of('sumo-logic', props);
  }
  /** Row "WinRM": 5985, 5986, 443 and 22 to your Windows machines. */
  public static winRm(props: MachinesProps = {}): Connection {
    return Connection.of('winrm', props);
  }

  /**
   * A row by its id, for lists that come from data.
   *
   * @throws AccessError `UnknownConnection`, `UnknownProp`, and whatever is wrong with a prop
   */
  public static of(id: string, props?: object): Connection {
    return new Connection(requestRow(id, props));
  }

  /** Something that is not in the table: your own ports to your own destinations, for your own reason. */
  public static custom(props: CustomProps): Connection {
    return new Connection(requestCustom(props));
  }

  /** SSH to machines, which the table's introduction names; not a row of the table. */
  public static ssh(props: SshProps): Connection {
    return new Connection(requestSsh(props));
  }

  /**
   * The connections of a YAML or JSON file: a list whose entries are an id, or one id with its props.
   *
   * A file that also says `profile`, `reach`, `harness` or `acknowledged` is read by `Plan.fromFile`.
   *
   * @throws AccessError with every problem of every entry, with line and column
   */
  public static fromFile(path: string): Connection[] {
    const document = FileDocument.read(path);
    checkTopLevel(document, ['connections'], (key) =>
      (FILE_KEYS as readonly string[]).includes(key)
        ? {
            code: 'OptionsInFile',
            message: `\`${key}\` is for a plan and would be lost here; read the file with \`Plan.fromFile\``,
          }
        : unknownKey(key),
    );
    const problems: Problem[] = [];
    const entries = readEntries(document, (id, props) => Connection.fromEntry(id, props), problems);
    throwIfAny(problems);
    return entries.map(({ value }) => value);
  }

  /** @internal An entry of a file: a row, `custom` or `ssh`. */
  public static fromEntry(id: string, props?: object): Connection {
    switch (id) {
      case 'custom':
        return new Connection(requestCustom(props));
      case 'ssh':
        return new Connection(requestSsh(props));
      default:
        return Connection.of(id, props);
    }
  }

  /** Id of the row, `custom` or `ssh`. */
  public readonly id: string;
  /** What this connection is called; unique in a list. */
  public readonly name: string;

  private constructor(
    /** Everything that was asked for, checked. */
    public readonly request: ConnectionRequest,
  ) {
    this.id = request.id;
    this.name = request.name;
  }
}
