import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './case';
import { cli, type folder } from '../support/cli';
import { AccessError, type Problem } from 'harness-delegate-access';

/** Runs the command, and throws what it prints as JSON when it ends with 2. */
function run(...args: string[]): void {
  const { exit, out, err } = cli(...args, '--json');
  if (exit === 2 && out === '') {
    throw new AccessError((JSON.parse(err) as { error: { problems: Problem[] } }).error.problems);
  }
}

/** The command. */
export function command(files: ReturnType<typeof folder>): readonly Case[] {
  const list = files.write('list.yaml', '- jenkins: { to: [10.0.3.7/32] }\n');
  const s3 = files.write('s3.yaml', '- aws-s3: { buckets: [abc] }\n');
  const kept = files.write('kept.json', cli('review', list, '--json').out);
  const firewall = { direction: 'EGRESS', network: 'prod', allow: [{ protocol: 'all' }] };
  const template = files.write('vpc.tf.json', { resource: { google_compute_firewall: { a: firewall } } });
  const binary = join(files.path, 'binary.yaml');
  writeFileSync(binary, Buffer.from([0x2d, 0x20, 0xff, 0xff]));
  const synth =
    (...args: string[]) =>
    (): void =>
      run('synth', list, '--out', join(files.path, 'out'), ...args);
  return [
    ['no such command', () => run('revew'), 'Usage', "unknown command 'revew' (Did you mean review?)"],
    ['a command with terminal escapes', () => run('\u001b[2J'), 'Usage', "unknown command '\\u{001b}[2J'"],
    [
      'an option that is misspelt, of the command',
      () => run('review', list, '--fromat', 'html'),
      'Usage',
      '(Did you mean --format?)',
    ],
    [
      'rules without the subnets that they are for',
      synth('--to', 'suricata'),
      'MissingSource',
      'the rules are for the delegate alone: set its subnets with `--source`, such as `--source 10.0.1.0/24,10.0.2.0/24`',
    ],
    [
      'rules for subnets that are none',
      synth('--to', 'suricata', '--source', '10.0.1.0/24,10.0.2.1/24'),
      'HostBits',
      '`--source`: ',
    ],
    [
      'an action that Suricata has and a group of ours has not',
      synth('--to', 'suricata', '--source', '10.0.1.0/24', '--action', 'reject'),
      'InvalidChoice',
      '`--action` must be `drop` or `alert`, got "reject"',
    ],
    [
      'a flag of another kind of files',
      synth('--to', 'dns-list', '--resolved'),
      'InvalidChoice',
      '`--resolved` has no effect with `--to dns-list`',
    ],
    [
      'layers of which one does not exist',
      () => run('review', list, '--target', 'aws-security-group,aws-netwrk-firewall'),
      'UnknownTarget',
      'got "aws-netwrk-firewall"; did you mean `aws-network-firewall`?',
    ],
    [
      'ranges of a vendor that advises against them',
      () => run('ranges', 'github', list),
      'AdvisedAgainst',
      'GitHub advises against allowing it by address: its list is not complete, and changes',
    ],
    ['ranges of a vendor that is not known', () => run('ranges', 'acme', list), 'UnknownVendor', 'got "acme"'],
    ['ranges of a list that is none', () => run('ranges', 'datadog', list), 'InvalidRanges', 'is not JSON: '],
    ['no template', () => run('audit', list), 'Usage', "required option '--template <path>' not specified"],
    ['a file that is not text', () => run('review', binary), 'NotText', 'is not text in UTF-8; save it as UTF-8'],
    [
      'a format that does not exist',
      () => run('review', list, '--format', 'pdf'),
      'InvalidChoice',
      '`--format` must be `table`, `markdown`, `html`, `json`, `svg`, got "pdf"',
    ],
    [
      'one file to compare',
      () => run('diff', list),
      'InvalidChoice',
      'one file alone has no difference; set a second one, `--against`, or',
    ],
    [
      'a profile for a kept review',
      () => run('review', kept, '--profile', 'recommended'),
      'KeptReview',
      /is a kept review, for "documented"; `--profile recommended` cannot change it: use the list/,
    ],
    [
      'a new list over an old one',
      () => run('init', list),
      'FileExists',
      /a new file must have a name that is free, and ".*" exists; name another file, or remove this one first/,
    ],
    [
      'a new list that is no YAML',
      () => run('init', join(files.path, 'list.json')),
      'InvalidFileName',
      /the name of the list must end with `\.yaml` or `\.yml`, got ".*"; write for instance `init connections\.yaml`/,
    ],
    [
      'a search for nothing',
      () => run('list', '--search', ' '),
      'InvalidText',
      '`--search` must be a non-empty string such as `gcp`, `443` or `github.com`, got " "',
    ],
    [
      'a list where a kept review is needed',
      () => run('diff', list, '--against', list),
      'InvalidReview',
      'is not a kept review; write one with `review --format json`',
    ],
    [
      'a template of another cloud',
      () => run('audit', kept, '--template', template),
      'WrongTarget',
      'the template has rules for Google Cloud VPC firewall, and the review is for AWS security group; choose a target of the same cloud',
    ],
    [
      'a folder that does not exist',
      () => run('review', list, '--out', '/nope/x.json'),
      'CannotWrite',
      'cannot write "/nope/x.json": its folder does not exist',
    ],
    [
      'a synth of nothing',
      synth('--to', 'pulumi'),
      'InvalidChoice',
      '`--to` must be `cloudformation`, `suricata`, `dns-list`, `terraform`, `kubernetes-network-policy`, `cilium-network-policy`, `gke-fqdn-network-policy`, `eks-application-network-policy`, `squid`, `delegate-env`, got "pulumi"',
    ],
    [
      'policies for a delegate without a name',
      synth('--to', 'cilium-network-policy'),
      'MissingName',
      'policies select the pods of one delegate: set `--name` and `--namespace`, such as `--name my-delegate --namespace harness-delegate-ng`',
    ],
    [
      'a flag of the other cloud',
      synth('--to', 'terraform', '--vpc', 'vpc-1'),
      'InvalidChoice',
      '`--vpc` has no effect with `--to terraform`',
    ],
    [
      'a synth without a network',
      synth('--to', 'terraform', '--project', 'acme-prod'),
      'MissingFlag',
      '`--to terraform` needs `--project` and `--network`',
    ],
    [
      'a synth without a principal',
      () => run('synth', s3, '--to', 'cloudformation', '--out', files.path),
      'MissingPrincipal',
      'set the service that assumes the role, such as `--assumed-by',
    ],
  ];
}
