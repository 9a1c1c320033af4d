import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import { join } from 'node:path';
import type { Command } from 'commander';
import { AccessError, collect, oneOf, readText, show, throwIfAny, type Problem } from '../../base';
import { PLATFORMS } from '../../platforms';
import {
  askedPlatforms,
  checksOf,
  expectedOn,
  preflight,
  preflightJob,
  preflightJunit,
  preflightMarkdown,
  preflightScript,
  preflightTable,
  readResults,
  worstOf,
  type CallerOptions,
  type PreflightOptions,
  type PreflightReport,
} from '../../preflight';
import type { ReviewDocument } from '../../review';
import { EXIT, exitOf, outcome, type ExitCode, type Outcome } from '../exit';
import { choice, MAX_INPUT, reviewFrom, type PlanFlags } from '../inputs';
import type { Io } from '../io';
import { json } from '../output';

interface PreflightFlags extends PlanFlags {
  readonly against?: string;
  readonly hosts?: string;
  readonly closed?: string;
  readonly parallel?: string;
  readonly timeout?: string;
  readonly limit?: string;
  readonly resolver?: string;
  readonly rounds?: string;
  readonly format?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly script?: boolean;
  readonly job?: boolean;
  readonly read?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly image?: string;
  readonly identity?: boolean;
  readonly permissions?: boolean;
  readonly exitZero?: boolean;
  /** Flags of the platforms, which say whom the list expects. */
  readonly [flag: string]: unknown;
}

/** Platforms that give a delegate an identity. */
const IDENTITIES = PLATFORMS.flatMap(({ id, title, identity }) =>
  identity === undefined ? [] : [{ id, title, identity }],
);

const FORMATS = ['table', 'markdown', 'json', 'junit'] as const;

export function addPreflight(program: Command, io: Io, run: (command: () => Outcome | Promise<Outcome>) => void): void {
  const command = program
    .command('preflight')
    .argument('[list]', 'the list, as YAML or JSON')
    .description('try from here what the list opens: names, connections, handshakes; run it where the delegate runs')
    .option('--against <review>', 'a kept review instead of a list')
    .option('--profile <profile>', 'documented or recommended (default: that of the list)')
    .option('--target <target>', 'where the rules are, several layers with commas')
    .option('--hosts <hosts>', 'hosts for blocks and wildcards of the list, with commas')
    .option('--closed <destinations>', 'host:port that must be closed, with commas')
    .option('--parallel <number>', 'connections at once (default: 8)')
    .option('--timeout <seconds>', 'for each step of a connection (default: 3)')
    .option('--resolver <address>', 'a resolver instead of those of this machine, with or without a port')
    .option('--limit <number>', 'connections at most, but at least one of each port (default: 500)')
    .option('--rounds <number>', 'times that all is tried until two agree (default: 1; 5 on Kubernetes)')
    .option('--dry-run', 'show what would be tried, and try nothing')
    .option('--script', 'print the checks as a script for bash, for a place without Node')
    .option('--job', 'print a Kubernetes Job that runs the script as the delegate; needs --name, --namespace, --image')
    .option('--read <file>', 'judge what the script printed, with the options that it was made with')
    .option('--name <delegate>', 'with --job: its label `harness.io/name`')
    .option('--image <image>', 'with --job: the image of the delegate')
    .option('--identity', 'ask who the delegate is in each cloud of the list, with the credentials that it finds')
    .option(
      '--permissions',
      'simulate what the list grants, for --role or for the caller, with the SDK of the cloud; needs it installed',
    )
    .option('--format <format>', FORMATS.join(', '))
    .option('--json', 'as JSON')
    .option('--out <path>', 'a file instead of standard output')
    .option('--exit-zero', 'end with 0 whatever was found');
  IDENTITIES.flatMap(({ identity }) => identity.flags).forEach(({ flag, description }) =>
    command.option(flag, description),
  );
  command
    .addHelpText(
      'after',
      `
Examples:
  harness-delegate-access preflight connections.yaml
  harness-delegate-access preflight connections.yaml --hosts 10.0.3.7,app.example.com --closed 203.0.113.9:22
  harness-delegate-access preflight --against review.json --format junit --out preflight.xml
  harness-delegate-access preflight connections.yaml --script | kubectl exec -i my-delegate-0 -- bash -s > results.txt
  harness-delegate-access preflight connections.yaml --read results.txt
  harness-delegate-access preflight connections.yaml --identity --role arn:aws:iam::111122223333:role/harness

Nothing is sent but lookups, the begin of connections, CONNECT to the proxy of the list, and TLS handshakes; with --identity
one request to each cloud, signed with the credentials of this place, which are neither kept nor shown. It ends with 0
when all is as planned, 1 when something is not, 4 when it cannot tell and nothing is worse. Certificates are judged by the
trust store of Node and NODE_EXTRA_CA_CERTS; the delegate has one of its own.`,
    )
    .action((list: string | undefined, flags: PreflightFlags) => run(() => tryAll(list, flags, io)));
}

function tryAll(list: string | undefined, flags: PreflightFlags, io: Io): Outcome | Promise<Outcome> {
  const { against } = flags;
  if ((list === undefined) === (against === undefined)) {
    throw AccessError.of(
      'InvalidChoice',
      `give the list, or a kept review with \`--against\`, got ${list === undefined ? 'neither' : 'both'}`,
    );
  }
  checkFlags(flags);
  const format = flags.json === true ? 'json' : choice('--format', flags.format ?? 'table', FORMATS);
  const own = optionsOf(flags, io);
  const review = reviewFrom((list ?? against)!, flags, io);
  const options = { ...own, ...callersOf(review, flags) };
  if (flags.dryRun === true) {
    return outcome(dryRun(review, options, format, io.width), EXIT.fine, flags.out);
  }
  if (flags.script === true || flags.job === true) {
    const script = preflightScript(review, options);
    return outcome(flags.job === true ? preflightJob(script, jobOf(flags)) : script, EXIT.fine, flags.out);
  }
  const end = (report: PreflightReport): Outcome =>
    outcome(textOf(report, format, io.width), exitOf(exitCodeOf(report), flags), flags.out);
  if (flags.read !== undefined) {
    return end(readResults(review, readText(flags.read, MAX_INPUT), options));
  }
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  // A pipeline that is cancelled, and a pod that is deleted, end it with the other.
  SIGNALS.forEach((signal) => process.once(signal, onInterrupt));
  return preflight(review, { ...options, signal: stop.signal })
    .then((report) => {
      if (report.isStopped) {
        // What an SDK still waits for would hold the process.
        setTimeout(() => process.exit(), LAST_WORDS).unref();
      }
      return end(report);
    })
    .finally(() => SIGNALS.forEach((signal) => process.removeListener(signal, onInterrupt)));
}

/** Milliseconds in which the report is written. */
const LAST_WORDS = 2000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const OF_JOB = ['name', 'image'] as const;
/** Of the identity; two of them are of a Job too. */
const OF_IDENTITY = IDENTITIES.flatMap(({ identity }) => identity.flags.map(({ name }) => name));
const OF_BOTH = ['namespace', 'serviceAccount'];
const ENDS = ['dryRun', 'script', 'job', 'read'] as const;
/** Flags that another one leaves without effect. */
const OF_SCRIPT = ['resolver', 'rounds', 'format', 'json'];
const WITHOUT_EFFECT: Readonly<Record<(typeof ENDS)[number], readonly string[]>> = {
  dryRun: [],
  script: OF_SCRIPT,
  job: OF_SCRIPT,
  read: ['resolver', 'rounds'],
};
const flagOf = (name: string): string => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** @throws AccessError `InvalidChoice` */
function checkFlags(flags: PreflightFlags): void {
  const ends = ENDS.filter((flag) => flags[flag] !== undefined);
  if (ends.length > 1) {
    throw AccessError.of('InvalidChoice', `give one of ${oneOf(ends.map(flagOf))}, got ${ends.length}`);
  }
  const foreign = OF_JOB.filter((flag) => flags[flag] !== undefined && flags.job !== true);
  if (foreign.length > 0) {
    throw AccessError.of('InvalidChoice', `${oneOf(foreign.map(flagOf))} has no effect without \`--job\``);
  }
  const isAsked = flags.identity === true || flags.permissions === true;
  const idle = OF_IDENTITY.filter(
    (flag) => flags[flag] !== undefined && !isAsked && !(flags.job === true && OF_BOTH.includes(flag)),
  );
  if (idle.length > 0) {
    throw AccessError.of(
      'InvalidChoice',
      `${oneOf(idle.map(flagOf))} has no effect without ${oneOf(['--identity', '--permissions', ...(idle.every((flag) => OF_BOTH.includes(flag)) ? ['--job'] : [])])}`,
    );
  }
  const [end] = ends;
  const unread = end === undefined ? [] : WITHOUT_EFFECT[end].filter((flag) => flags[flag] !== undefined);
  if (unread.length > 0) {
    throw AccessError.of('InvalidChoice', `${oneOf(unread.map(flagOf))} has no effect with \`${flagOf(end!)}\``);
  }
  if (flags.json === true && flags.format !== undefined && flags.format !== 'json') {
    throw AccessError.of('InvalidChoice', `\`--json\` is \`--format json\`, and \`--format\` is ${show(flags.format)}`);
  }
  if (flags.permissions === true && end !== undefined && end !== 'dryRun') {
    throw AccessError.of(
      'InvalidChoice',
      `\`--permissions\` needs the SDK of the cloud, which a script does not have; set \`--identity\` with \`${flagOf(end)}\``,
    );
  }
}

/** Platforms to ask who the delegate is, with every wrong flag of theirs. @throws AccessError */
function callersOf(review: ReviewDocument, flags: PreflightFlags): { readonly callers?: CallerOptions } {
  if (flags.identity !== true && flags.permissions !== true) {
    return {};
  }
  const platforms = IDENTITIES.map(({ id, title, identity }) => ({
    id,
    title,
    isOfTarget: identity.isOfTarget === true,
    caller: identity.caller(),
    flag: identity.flags.map(({ flag }) => flag.split(' ')[0]).join('` and `'),
    flags: Object.fromEntries(identity.flags.map(({ name }) => [name, flags[name] as string | undefined])),
  }));
  const callers = {
    platforms,
    environment: process.env,
    isIdentityJudged: flags.identity === true,
    ...(flags.permissions === true ? { load: loaded } : {}),
  };
  const problems: Problem[] = [];
  askedPlatforms(review, callers).forEach((platform) => collect(problems, '', () => expectedOn(review, platform)));
  throwIfAny(problems);
  return { callers };
}

/** A package of the user's project, or of this one. */
function loaded(name: string): unknown {
  for (const from of [join(process.cwd(), 'package.json'), __filename]) {
    try {
      return createRequire(from)(name) as unknown;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') {
        throw error;
      }
    }
  }
  return undefined;
}

/** @throws AccessError `MissingName` */
function jobOf({
  name,
  namespace,
  image,
  serviceAccount,
  identity,
}: PreflightFlags): Parameters<typeof preflightJob>[1] {
  if (name === undefined || namespace === undefined || image === undefined) {
    throw AccessError.of(
      'MissingName',
      'a Job runs as one delegate: set `--name`, `--namespace` and `--image`, such as `--name my-delegate --namespace harness-delegate-ng --image harness/delegate:26.02.88404`',
    );
  }
  return {
    name,
    namespace: namespace as string,
    image,
    ...(serviceAccount === undefined ? {} : { serviceAccount: serviceAccount as string }),
    ...(identity === true ? { mountsToken: true } : {}),
  };
}

function optionsOf(flags: PreflightFlags, io: Io): PreflightOptions {
  const { hosts, closed, parallel, timeout, limit, resolver, rounds } = flags;
  const list = (flag: string, text: string): string[] => {
    const parts = text.split(',').filter((part) => part.trim() !== '');
    if (parts.length === 0) {
      throw AccessError.of('InvalidHost', `\`${flag}\` must name at least one, got ${show(text)}`);
    }
    return parts;
  };
  return {
    ...(hosts === undefined ? {} : { hosts: list('--hosts', hosts) }),
    ...(closed === undefined ? {} : { closed: list('--closed', closed) }),
    ...(parallel === undefined ? {} : { parallel: whole('--parallel', parallel, 1, 64) }),
    ...(timeout === undefined ? {} : { timeout: 1000 * number('--timeout', timeout, 0.05, 60) }),
    ...(resolver === undefined ? {} : { resolvers: [resolverOf(resolver)] }),
    ...(limit === undefined ? {} : { limit: whole('--limit', limit, 1, 10_000) }),
    ...(rounds === undefined ? {} : { rounds: whole('--rounds', rounds, 1, 60) }),
    progress: (what) => io.progress(what, true),
  };
}

/** @throws AccessError `InvalidHost` */
function resolverOf(text: string): string {
  const [, address = text, port = '53'] =
    /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text) ?? /^([^:]+)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (isIP(address) === 0 || Number(port) < 1 || Number(port) > 65535) {
    throw AccessError.of(
      'InvalidHost',
      `\`--resolver\` must be an address such as \`10.0.0.2\` or \`10.0.0.2:5353\`, got ${show(text)}`,
    );
  }
  return text;
}

function whole(flag: string, text: string, least: number, most: number): number {
  return number(flag, text, least, most, /^\d+$/);
}

/** @throws AccessError `InvalidChoice` */
function number(flag: string, text: string, least: number, most: number, form = /^\d+(?:\.\d+)?$/): number {
  const value = Number(text);
  if (!form.test(text) || value < least || value > most) {
    throw AccessError.of(
      'InvalidChoice',
      `\`${flag}\` must be a ${form.source.includes('.') ? 'number' : 'whole number'} from ${least} to ${most}, got ${show(text)}`,
    );
  }
  return value;
}

function textOf(report: PreflightReport, format: (typeof FORMATS)[number], width: number): string {
  switch (format) {
    case 'table':
      return preflightTable(report, width);
    case 'markdown':
      return preflightMarkdown(report);
    case 'json':
      return json(report);
    case 'junit':
      return preflightJunit(report);
  }
}

function exitCodeOf(report: PreflightReport): ExitCode {
  return { 'as planned': EXIT.fine, 'not as planned': EXIT.found, 'cannot tell': EXIT.cannotTell }[worstOf(report)];
}

function dryRun(review: ReviewDocument, options: PreflightOptions, format: string, width: number): string {
  const found = checksOf(review, options);
  if (format === 'json') {
    return json({ ...found, asked: askedTexts(review, options) });
  }
  const lines = [
    `${found.checks.length} connections would be tried${options.callers === undefined ? ', and nothing else would be sent' : ', and these questions asked'}`,
    ...found.checks.map(
      ({ key, host, port, isTls, proxy }) =>
        `- ${key}: ${host}:${port}${isTls ? ', with a TLS handshake' : ''}${proxy === undefined ? '' : `, through ${proxy.host}:${proxy.port}`}`,
    ),
    ...askedTexts(review, options).map((text) => `- ${text}`),
    ...found.notChecked.map(({ key, destination, why }) => `- not tried: ${key} to ${destination}: ${why}`),
  ];
  return `${lines.map((line) => line.slice(0, Math.max(width, 200))).join('\n')}\n`;
}

function askedTexts(review: ReviewDocument, { callers }: PreflightOptions): string[] {
  return callers === undefined
    ? []
    : askedPlatforms(review, callers).map(
        ({ title, caller }) =>
          `identity: who the delegate is on ${title}${callers.load === undefined ? '' : caller.simulation.sdk === undefined ? '' : `, and its permissions with ${caller.simulation.sdk}`}`,
      );
}
