import type { Row } from '../types';
import { AWS_CLOUD, AWS_CODE_DEPLOY, AWS_S3 } from './aws';
import { AWS_EC2 } from './aws-ec2';
import { AWS_ELB_ALB_ECS } from './aws-ecs';
import { BAMBOO, DOCKER_REGISTRY, GITHUB_REPO, JENKINS, JFROG_ARTIFACTORY, NEXUS } from './build-and-artifacts';
import { AZURE, GCP } from './clouds';
import { ACTIVE_DIRECTORY_LDAP, SMTP, WIN_RM } from './directory-and-mail';
import {
  APP_DYNAMICS,
  BUGSNAG,
  DATADOG,
  DYNATRACE,
  ELK_ELASTICSEARCH,
  LOGZ,
  NEW_RELIC,
  PROMETHEUS,
  SPLUNK,
  SUMO_LOGIC,
} from './observability';
import { KUBERNETES_CLUSTER, OPENSHIFT, TANZU_APPLICATION_SERVICE } from './platforms';

/** The 29 rows, in the table's order. */
export const ROWS: readonly Row[] = [
  ACTIVE_DIRECTORY_LDAP,
  APP_DYNAMICS,
  AWS_CLOUD,
  AWS_CODE_DEPLOY,
  AWS_EC2,
  AWS_ELB_ALB_ECS,
  AWS_S3,
  AZURE,
  BAMBOO,
  BUGSNAG,
  DATADOG,
  DOCKER_REGISTRY,
  DYNATRACE,
  ELK_ELASTICSEARCH,
  GITHUB_REPO,
  GCP,
  JFROG_ARTIFACTORY,
  JENKINS,
  KUBERNETES_CLUSTER,
  LOGZ,
  OPENSHIFT,
  NEW_RELIC,
  NEXUS,
  TANZU_APPLICATION_SERVICE,
  PROMETHEUS,
  SMTP,
  SPLUNK,
  SUMO_LOGIC,
  WIN_RM,
];
