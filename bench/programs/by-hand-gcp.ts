/**
 * A program by hand that knows the result: the same resources as `ours-gcp.ts`, by CDKTF and the provider alone.
 * The values are copied from its output, which the benchmark checks to be equal before it measures.
 */
import { ComputeFirewall } from '@cdktf/provider-google/lib/compute-firewall';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { App, TerraformStack } from 'cdktf';

const app = new App({ outdir: process.env.BENCH_OUT! });
const stack = new TerraformStack(app, 'delegate');
new GoogleProvider(stack, 'google', { project: 'acme-prod' });

const account = new ServiceAccount(stack, 'serviceaccount', {
  accountId: 'delegate-access-745a480e',
  displayName: 'Harness Delegate',
  project: 'acme-prod',
});

const allows: ComputeFirewall[] = [];

function allow(name: string, ports: string[], destinationRanges: string[], description: string): void {
  const rule = new ComputeFirewall(stack, name, {
    name: `delegate-access-egress-${name}`,
    description: `Harness Delegate, ${description}`,
    network: 'prod',
    project: 'acme-prod',
    direction: 'EGRESS',
    priority: 1000,
    destinationRanges,
    allow: [{ protocol: 'tcp', ports }],
    logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
    targetServiceAccounts: [account.email],
  });
  allows.push(rule);
}

allow(
  'active-directory-ldap-9ff41cf7',
  ['636'],
  ['10.0.0.10/31'],
  'active-directory-ldap: active-directory-ldap:636 (address)',
);
allow('appdynamics-3a3fcd9b', ['443'], ['0.0.0.0/0'], 'appdynamics: appdynamics:443 (port-only)');
allow('aws-cloud-e488a080', ['443'], ['0.0.0.0/0'], 'aws-cloud: aws-cloud:443 (port-only)');
allow('aws-codedeploy-971afb9c', ['443'], ['0.0.0.0/0'], 'aws-codedeploy: aws-codedeploy:443 (port-only)');
allow('aws-ec2-220b8844', ['443'], ['0.0.0.0/0'], 'aws-ec2: aws-ec2:443 (port-only)');
allow('aws-elb-alb-ecs-bb392b99', ['443'], ['0.0.0.0/0'], 'aws-elb-alb-ecs: aws-elb-alb-ecs:443 (port-only)');
allow('aws-s3-b1f43702', ['443'], ['0.0.0.0/0'], 'aws-s3: aws-s3:443 (port-only)');
allow('azure-57ee8056', ['443'], ['0.0.0.0/0'], 'azure: azure:443 (port-only)');
allow('azure-7dc7f3ea', ['5986'], ['10.0.40.0/24'], 'azure: azure:5986 (address)');
allow('bamboo-18ba7069', ['443'], ['10.0.3.4/32'], 'bamboo: bamboo:443 (address)');
allow('bugsnag-73b1c8d6', ['30080'], ['10.0.3.5/32'], 'bugsnag: bugsnag:30080 (address)');
allow('datadog-f5e68670', ['443'], ['0.0.0.0/0'], 'datadog: datadog:443 (port-only)');
allow('docker-registry-8cb83a6e', ['8083'], ['10.0.3.6/32'], 'docker-registry: docker-registry:8083 (address)');
allow('dynatrace-9e239c4c', ['443'], ['0.0.0.0/0'], 'dynatrace: dynatrace:443 (port-only)');
allow('elk-elasticsearch-fb89b075', ['9200'], ['10.0.3.9/32'], 'elk-elasticsearch: elk-elasticsearch:9200 (address)');
allow('gcp-1820711b', ['443'], ['0.0.0.0/0'], 'gcp: gcp:443 (port-only)');
allow('gcp-d9b3b905', ['22'], ['10.64.0.0/20'], 'gcp: gcp:22 (address)');
allow('github-repo-1967553f', ['443'], ['0.0.0.0/0'], 'github-repo: github-repo:443 (port-only)');
allow(
  'harness-c7b649d7',
  ['443'],
  ['0.0.0.0/0'],
  'harness: harness:google-logging/443, harness:image-registry/443, harness:log-streaming/443, harness:manager/443 (port-only)',
);
allow('jenkins-fdecc0bc', ['443'], ['10.0.3.7/32'], 'jenkins: jenkins:443 (address)');
allow('jfrog-artifactory-5aa7843e', ['443'], ['0.0.0.0/0'], 'jfrog-artifactory: jfrog-artifactory:443 (port-only)');
allow(
  'kubernetes-cluster-6d090c5c',
  ['6443'],
  ['10.20.0.0/28'],
  'kubernetes-cluster: kubernetes-cluster:ports/6443 (address)',
);
allow('logz-e4cc330c', ['443'], ['0.0.0.0/0'], 'logz: logz:443 (port-only)');
allow('new-relic-c2b6a1fe', ['443'], ['0.0.0.0/0'], 'new-relic: new-relic:443 (port-only)');
allow('nexus-c98856ba', ['8081'], ['10.0.3.8/32'], 'nexus: nexus:8081 (address)');
allow('openshift-d74454a8', ['443', '6443'], ['10.21.0.0/28'], 'openshift: openshift:443, openshift:6443 (address)');
allow('prometheus-8e8bea6f', ['9090'], ['10.0.4.0/28'], 'prometheus: prometheus:ports/9090 (address)');
allow('smtp-0c50ad57', ['25'], ['10.0.5.25/32'], 'smtp: smtp:25 (address)');
allow('splunk-ae72f995', ['8089'], ['10.0.3.10/32'], 'splunk: splunk:8089 (address)');
allow('sumo-logic-a363f5f6', ['443'], ['0.0.0.0/0'], 'sumo-logic: sumo-logic:443 (port-only)');
allow(
  'tanzu-application-service-d7eb73ea',
  ['443'],
  ['10.22.0.0/28'],
  'tanzu-application-service: tanzu-application-service:443 (address)',
);
allow('winrm-eba5d24f', ['5986'], ['10.0.32.0/22'], 'winrm: winrm:5986 (address)');
new ComputeFirewall(stack, 'deny-ipv4', {
  deny: [{ protocol: 'all' }],
  description: 'Harness Delegate: nothing else gets out',
  destinationRanges: ['0.0.0.0/0'],
  direction: 'EGRESS',
  logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  name: 'delegate-access-egress-deny-ipv4',
  network: 'prod',
  priority: 65534,
  project: 'acme-prod',
  targetServiceAccounts: [account.email],
  dependsOn: allows,
});
new ComputeFirewall(stack, 'deny-ipv6', {
  deny: [{ protocol: 'all' }],
  description: 'Harness Delegate: nothing else gets out',
  destinationRanges: ['::/0'],
  direction: 'EGRESS',
  logConfig: { metadata: 'INCLUDE_ALL_METADATA' },
  name: 'delegate-access-egress-deny-ipv6',
  network: 'prod',
  priority: 65534,
  project: 'acme-prod',
  targetServiceAccounts: [account.email],
  dependsOn: allows,
});
new ProjectIamMember(stack, 'member-0', {
  member: `serviceAccount:${account.email}`,
  project: 'acme-prod',
  role: 'roles/container.clusterViewer',
});
new StorageBucketIamMember(stack, 'access-permissions-storagelegacybucketreader-bucket-acme-artifacts-6c1633b4', {
  bucket: 'acme-artifacts',
  member: `serviceAccount:${account.email}`,
  role: 'roles/storage.legacyBucketReader',
});
new StorageBucketIamMember(stack, 'access-permissions-storageobjectviewer-bucket-acme-artifacts-b65af4b1', {
  bucket: 'acme-artifacts',
  member: `serviceAccount:${account.email}`,
  role: 'roles/storage.objectViewer',
});

app.synth();
