import type { Command } from 'commander';
import { AccessError, readText, show } from '../../base';
import { outcome, type Outcome } from '../exit';
import { MAX_INPUT } from '../inputs';
import { json } from '../output';
import { isFields, type Fields } from '../ranges/blocks';
import { vendorOf, VENDORS, type RangeFlags, type Ranges } from '../ranges/vendors';

interface RangesFlags extends RangeFlags {
  readonly json?: boolean;
  readonly out?: string;
}

export function addRanges(program: Command, run: (command: () => Outcome) => void): void {
  program
    .command('ranges')
    .argument('<vendor>', VENDORS.map(({ name }) => name).join(', '))
    .argument('<files...>', "the vendor's own list, as you fetched it; of google goog.json and cloud.json")
    .description("convert the published addresses of a vendor's API into entries of a list, with their source and day")
    .option('--site <site>', 'datadog: the site of your account (default: datadoghq.com)')
    .option('--product <name>', 'atlassian: the product, such as jira or bitbucket')
    .option('--json', 'the blocks, their source and their day as JSON')
    .option('--out <path>', 'a file instead of standard output')
    .addHelpText(
      'after',
      `
Examples:
  curl -s https://ip-ranges.datadoghq.eu/ -o datadog.json && harness-delegate-access ranges datadog datadog.json --site datadoghq.eu
  harness-delegate-access ranges atlassian atlassian.json --product bitbucket
  harness-delegate-access ranges google goog.json cloud.json --out google.yaml

Nothing is fetched. Put the entries into your list: \`published\` makes a notice of their age in every review.`,
    )
    .action((vendor: string, files: readonly string[], flags: RangesFlags) => run(() => ranges(vendor, files, flags)));
}

function ranges(name: string, paths: readonly string[], flags: RangesFlags): Outcome {
  const vendor = vendorOf(name);
  if (paths.length !== vendor.files.length) {
    throw AccessError.of(
      'InvalidChoice',
      `\`ranges ${name}\` takes ${vendor.files.join(' and ')}, got ${paths.length} ${paths.length === 1 ? 'file' : 'files'}`,
    );
  }
  const converted = vendor.convert(paths.map(readJson), flags);
  const { source, date, edition, of, blocks } = converted;
  if (blocks.length === 0) {
    throw AccessError.of('InvalidRanges', `the list of ${converted.vendor} has no address of what is called there`);
  }
  const facts = { for: of, source, date, edition, blocks: blocks.map(({ text }) => text) };
  return outcome(flags.json === true ? json(facts) : yamlOf(converted), undefined, flags.out);
}

/** @throws AccessError `InvalidRanges` and those of reading */
function readJson(path: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(readText(path, MAX_INPUT));
  } catch (error) {
    if (error instanceof AccessError) {
      throw error;
    }
    throw AccessError.of('InvalidRanges', `${show(path)} is not JSON: ${show((error as Error).message)}`);
  }
  if (!isFields(value)) {
    throw AccessError.of('InvalidRanges', `${show(path)} must hold an object, got ${show(value)}`);
  }
  return value;
}

/** A list by itself, to be merged with another one by hand. */
function yamlOf({ vendor, source, date, edition, blocks, of, entry }: Ranges): string {
  const lines = (indent: string): string[] => blocks.map(({ text }) => `${indent}- ${quoted(text)}`);
  const head = [
    `# ${blocks.length} blocks that ${vendor} published at ${source}, ${edition}, ${date}.`,
    'published:',
    `  - { for: ${of}, source: ${quoted(source)}, date: ${quoted(date)} }`,
  ];
  const body =
    entry === undefined
      ? ['reach:', `  ${of.slice('reach.'.length)}:`, ...lines('    ')]
      : [
          'connections:',
          `  - ${entry.id}:`,
          ...Object.entries(entry.props).map(([prop, value]) => `      ${prop}: ${JSON.stringify(value)}`),
          '      to:',
          ...lines('        '),
        ];
  return `${[...head, ...body].join('\n')}\n`;
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) && !/^\d+-\d+-\d+$/.test(text) ? text : `'${text}'`;
}
