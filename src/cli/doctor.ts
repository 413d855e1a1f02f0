import { BackupLog, type LoggedBackup } from '../backups/index.js';
import { Audit, type BrokenLink } from '../platform/audit/index.js';
import { Alarms, type StandingAlarm } from '../platform/alarms/index.js';
import { Clock } from '../platform/clock/index.js';
import type { Config } from '../platform/config/index.js';
import { Database } from '../platform/database/index.js';
import { Held } from '../platform/held/index.js';
import { type MissingHolidays, OfficialHolidays } from '../hours/index.js';
import { heldSentence } from '../start/held.js';
import { examine, type Findings, type UnknownDelivery } from './doctor.queries.js';
import { withServicesUnchanged } from './installation.js';
import { demonstrationFindings } from './doctor-demonstration.js';
import { print, table } from './output.js';
import { sizeOf } from './progress-line.js';

const LATE_MS = 60_000;

export async function doctor(options: { json?: boolean }): Promise<void> {
  await withServicesUnchanged(async (services) => {
    const now = services.get(Clock).now();
    const findings = await examine(services.get(Database), now);
    const alarms = await services.get(Alarms).standing();
    const audit = await services.get(Audit).firstFault();
    const held = await services.get(Held).current();
    const [lastBackup] = (await services.get(BackupLog).latest()).filter(({ state }) => state === 'done');
    const demonstration = await demonstrationFindings(services);
    // While an installation is held, no process runs jobs, which is as it should be.
    const found = problemsOf(held ? { ...findings, jobWorkers: 1 } : findings, now);
    const others = alarms.filter(({ kind }) => kind !== 'audit.broken').map(sentence);
    const problems = [
      ...(held ? [heldSentence(held, services.config.timeZone)] : []),
      ...found,
      ...(audit ? [tampered(audit)] : []),
      ...others,
      ...demonstration.problems,
    ];
    const missing = await services.get(OfficialHolidays).missing();
    const warnings = [
      ...missing.map(holidaysWanted),
      ...backupWanted(lastBackup, services.config),
      ...demonstration.warnings,
    ];
    const facts = {
      healthy: problems.length === 0,
      problems,
      warnings,
      ...findings,
      held,
      lastBackup: lastBackup ?? null,
      audit: audit ?? null,
      alarms,
    };
    print(options, facts, report({ ...findings, audit, lastBackup }, [...problems, ...warnings]));
  });
}

export function problemsOf(found: Findings, now: Date): string[] {
  const late = (due: Date | null) => due !== null && now.getTime() - due.getTime() > LATE_MS;
  const checks: [boolean, string][] = [
    [found.jobWorkers === 0, 'No process runs jobs: nothing is sent and no clock fires.'],
    [late(found.oldestDueTimer), 'A clock has been due for more than a minute and did not fire.'],
    [
      found.lateFirings > 0,
      `Clocks were noticed late in the last 24 hours: ${found.lateFirings} warnings or breaches, by up to ${found.worstLatenessSeconds} s.`,
    ],
    [late(found.oldestUnsentDelivery), 'A message has been due for more than a minute and was not sent.'],
    [
      found.failedEnvelopes > 0,
      'Some of what came in could not be handled: see the page of failed messages.',
    ],
    [found.failedJobs > 0, 'Some jobs have given up.'],
    [
      found.unknownDeliveries > 0,
      `Of ${found.unknownDeliveries} messages nobody has known for a day whether they arrived; say so under Deliveries:`,
    ],
    ...found.oldestUnknown.map((one): [boolean, string] => [true, unknownSentence(one)]),
    [found.monthsAhead === 0, 'No partition is made for the coming month: run "npm run huiyin -- migrate".'],
  ];
  return checks.filter(([wrong]) => wrong).map(([, sentence]) => sentence);
}

function unknownSentence({ id, purpose, conversationId, ticket, since }: UnknownDelivery): string {
  const about = ticket ?? `conversation ${conversationId}`;
  return `  delivery ${id} (${purpose}, ${about}), unknown since ${new Date(since).toISOString()}`;
}

/** Nothing fails today, but deadlines in the new year are wrong until the holidays are entered. */
function holidaysWanted({ region, year, calendars }: MissingHolidays): string {
  return `The official holidays of ${region} for ${year} are missing (calendars: ${calendars.join(', ')}): import them under Settings, Calendars.`;
}

/** A demonstration has nothing to lose. */
function backupWanted(last: LoggedBackup | undefined, { demo, backupEvery }: Config): string[] {
  if (demo || last || backupEvery !== undefined) return [];
  return [
    'No backup was ever taken: set BACKUP_EVERY and BACKUP_TO, or run "npm run huiyin -- backup --to FILE".',
  ];
}

function sentence({ kind, data, since }: StandingAlarm): string {
  const facts = Object.entries(data).map(([name, value]) => `${name} ${String(value)}`);
  return `Alarm since ${since.toISOString()}: ${kind} (${facts.join(', ')})`;
}

/** Where the list of who did what is first not what was written. */
function tampered({ id, fault }: BrokenLink): string {
  return fault === 'changed'
    ? `The audit list was tampered with: row ${id} is not what was written.`
    : `The audit list was tampered with: a row before ${id}, or after it where it is the last one, is missing.`;
}

interface Reported extends Findings {
  audit: BrokenLink | undefined;
  lastBackup: LoggedBackup | undefined;
}

function report({ audit, lastBackup: backup, ...found }: Reported, sentences: string[]): string[] {
  const time = (instant: Date | null, none: string) => instant?.toISOString() ?? none;
  return [
    ...table([
      ['PostgreSQL', found.databaseVersion],
      ['Oldest due clock', time(found.oldestDueTimer, 'none')],
      ['Late firings in 24 hours', String(found.lateFirings)],
      ['Oldest unsent message', time(found.oldestUnsentDelivery, 'none')],
      ['Last callback', time(found.lastCallback, 'none in 30 days')],
      ['Unknown for a day', String(found.unknownDeliveries)],
      ['Failed envelopes', String(found.failedEnvelopes)],
      ['Failed jobs', String(found.failedJobs)],
      ['Processes running jobs', String(found.jobWorkers)],
      ['Months prepared', String(found.monthsAhead)],
      ['Audit list', audit ? `broken at row ${audit.id}` : 'unbroken'],
      ['Last backup', backup ? `${backup.startedAt.toISOString()}, ${sizeOf(backup.bytes ?? 0)}` : 'none'],
    ]),
    '',
    ...(sentences.length > 0 ? sentences : ['All is well.']),
  ];
}
