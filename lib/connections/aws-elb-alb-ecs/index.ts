import { host, inTable, VENDOR } from '../../catalog';
import { connection } from '../definition';
import { DOCUMENTED, RECOMMENDED } from './permissions';
import { AWS_ELB_ALB_ECS, scopeOf } from './props';

const WELL_KNOWN = 'Well-known ports: 25, 80, 443, 465, and 587.';
const LISTENER_PORT =
  'the table repeats the listener ports of a Classic Load Balancer in EC2-Classic, which are not egress of a delegate';

export default connection({
  id: 'aws-elb-alb-ecs',
  title: 'AWS ELB, ALB, ECS',
  factory: 'awsElbAlbEcs',
  summary: '443 to AWS, 25, 80, 465 and 587 to your load balancers.',
  props: AWS_ELB_ALB_ECS,
  scope: scopeOf,
  apiKind: 'awsServices',
  deploys: true,
  hosting: ['cloud'],
  statements: [
    inTable(
      443,
      'api',
      'as written',
      WELL_KNOWN,
      'the API; the table lists it as one of the ports of a load balancer',
      [VENDOR.awsEndpoints],
    ),
    ...[25, 80, 465, 587].map((port) =>
      inTable(port, 'machines', 'unexplained', WELL_KNOWN, LISTENER_PORT, [VENDOR.awsElbListener]),
    ),
  ],
  hosts: [
    ...['elasticloadbalancing', 'ecs', 'application-autoscaling', 'autoscaling', 'api.ecr', 'ec2'].map((service) =>
      host(`${service}.{region}.{dnsSuffix}`, `${service} API`, VENDOR.awsEndpoints),
    ),
    host('{iamHost}', 'ListRoles; IAM has no region', VENDOR.awsEndpoints),
  ],
  credentials: [],
  permissions: { documented: DOCUMENTED, recommended: RECOMMENDED },
  scopes: [
    { prop: 'clusters', why: 'the names of the ECS clusters that Harness deploys to' },
    {
      prop: 'passRoles',
      why: 'the ARNs of the task and execution roles in the task definitions, or an empty list for none',
    },
  ],
});
