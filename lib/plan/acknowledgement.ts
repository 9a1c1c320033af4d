import { AccessError, didYouMean, list, object, Schema, schema, show } from '../base';
import { FINDING_KINDS, type FindingKind } from '../catalog';
import { port, text } from '../network';

/** Acknowledgements of findings, checked. */

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const KINDS = Object.keys(FINDING_KINDS);

const KIND: Schema<FindingKind> = schema(
  () => ({ json: { enum: KINDS }, type: 'FindingKind' }),
  (value, at) => {
    if (!KINDS.includes(value as string)) {
      const hint = typeof value === 'string' ? didYouMean(value, KINDS) : '';
      throw AccessError.of('UnknownFinding', `\`${at}\` must be the name of a finding, got ${show(value)}${hint}`);
    }
    return value as FindingKind;
  },
);

const PORT: Schema<number | string> = schema(
  () => ({ json: port.json, type: 'number | string' }),
  (value, at) => {
    if (typeof value !== 'number' && typeof value !== 'string') {
      throw AccessError.of('InvalidPort', `\`${at}\` must be a number or a string, got ${show(value)}`);
    }
    return value;
  },
);

/** A day, `YYYY-MM-DD`. */
export const DAY: Schema<string> = schema(
  () => ({ json: { type: 'string', pattern: DATE.source }, type: 'string' }),
  (value, at) => {
    if (!isDate(value)) {
      throw AccessError.of('InvalidDate', `\`${at}\` must be a date such as 2027-01-31, got ${show(value)}`);
    }
    return value;
  },
);

export const ACKNOWLEDGEMENT = object(
  'Acknowledgement',
  {
    finding: KIND.required().doc('Name of the finding, such as `PortOnlyEgress`.'),
    connection: text.required().doc('Name of the connection.'),
    port: PORT.doc('The port.', '- every port of the connection'),
    reason: text.required().doc('Reason, shown in the review. 1 to 1,000 characters.'),
    until: DAY.doc('Last valid day, `YYYY-MM-DD`.', '- does not expire'),
  },
  { code: 'InvalidAcknowledgement' },
);

export const ACKNOWLEDGED = list(ACKNOWLEDGEMENT);

/** `YYYY-MM-DD`, of a day that exists. */
export function isDate(value: unknown): value is string {
  const [, year, month, day] = (typeof value === 'string' ? DATE.exec(value) : null) ?? [];
  return Number(day) >= 1 && Number(day) <= daysOf(Number(year), Number(month));
}

/** By hand: the first `Date` of a process costs several milliseconds, for time zones that a day does not need. */
function daysOf(year: number, month: number): number {
  if (month === 2) {
    return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  }
  return month < 1 || month > 12 ? 0 : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
