import { accessErrorOf, problemsOf } from '../support/errors';
import { readTemplate, readTemplates } from 'harness-delegate-access';

describe('a file that people take for a template', () => {
  test.each([
    ['{"name":"x","version":"1.0.0","dependencies":{}}', 'a package.json', 'audit what its app synthesizes'],
    ['service: web\nprovider: { name: aws }\n', 'a file of the Serverless Framework', '`npx serverless package`'],
    ['services: { web: { image: x } }\n', 'a file of Docker Compose', 'a template of the network'],
    [
      'apiVersion: v2\nname: x\nversion: 1.0.0\ndependencies: []\n',
      'a chart of Helm',
      '`helm template <release> <chart>',
    ],
    [
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n',
      'a file of Kustomize',
      '`kubectl kustomize <folder>',
    ],
    ['resource "aws_security_group" "a" {\n  egress {}\n}\n', 'Terraform in HCL', 'terraform show -json plan.out'],
    ['# main\nterraform {\n}\n', 'Terraform in HCL', 'terraform show -json plan.out'],
    [
      '{"@level":"info","@message":"Terraform 1.9"}\n{"@level":"info"}\n',
      'a log of `terraform plan -json`',
      'terraform show -json',
    ],
    ['{"version":"36.0.0","artifacts":{}}', 'a manifest of the CDK', 'cdk.out/<stack>.template.json'],
    ['{"app":"npx tsx app.ts","context":{}}', 'a cdk.json', '`cdk synth`'],
    ['- datadog\n', 'a list of connections', '`--template`'],
    ['connections: [datadog]\n', 'a list of connections', '`--template`'],
    ['{"format":"harness-delegate-access/review","version":2}', 'a file of this library', 'instead of the list'],
    [
      '{"$schema":"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}',
      'Azure',
      'AWS or Google Cloud',
    ],
  ])('fails for %j, and says what it is and what to run', (text, what, run) => {
    const [problem] = problemsOf(() => readTemplate(text));
    expect(problem).toMatch(/^UnknownTemplate: this is /);
    expect(problem).toContain(what);
    expect(problem).toContain(run);
  });

  test('fails by its name, as it was set', () => {
    const texts = [{ name: '../a/package.json', text: '{"devDependencies":{}}' }];
    expect(problemsOf(() => readTemplates(texts))[0]).toContain(
      'UnknownTemplate: ../a/package.json: this is a package.json',
    );
  });
});

const group = (cidr: string): string =>
  JSON.stringify({
    Resources: {
      Group: {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: cidr }] },
      },
    },
  });
const rule = JSON.stringify({
  resource: {
    google_compute_firewall: {
      a: {
        network: 'prod',
        direction: 'EGRESS',
        destination_ranges: ['10.0.0.1/32'],
        allow: [{ protocol: 'tcp', ports: ['443'] }],
      },
    },
  },
});

describe('several templates', () => {
  test('of one cloud are read together', () => {
    const outgoing = readTemplate([
      { name: 'a.json', text: group('10.0.0.1/32') },
      { name: 'b.json', text: group('0.0.0.0/0') },
    ]);
    expect(outgoing.open.map(({ place }) => place.text).sort()).toEqual(['0.0.0.0/0', '10.0.0.1/32']);
  });

  test('of two clouds are judged each by its own', () => {
    const texts = [
      { name: 'a.json', text: group('10.0.0.1/32') },
      { name: 'b.tf.json', text: rule },
    ];
    const [aws, google, ...others] = readTemplates(texts);
    expect([aws!.targets, google!.targets, others]).toEqual([['aws-security-group'], ['gcp-vpc-rules'], []]);
    expect(aws!.open).toHaveLength(1);
    expect([aws!.kind, google!.kind]).toEqual(['CloudFormation template', 'Terraform configuration']);
    expect(accessErrorOf(() => readTemplate(texts)).code).toBe('SeveralClouds');
  });

  test.each([[[]], [[{ name: 'a' }]], [[undefined]]])('fails for %j', (texts) => {
    expect(accessErrorOf(() => readTemplates(texts as never)).code).toBe('InvalidTemplate');
  });
});
