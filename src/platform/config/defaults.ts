import { resolve } from 'node:path';
import { usableCores } from './cores.js';

/** Each process may take a dozen connections, and a PostgreSQL that nobody changed accepts a hundred in all. */
const MOST_UNASKED = 4;

/** What the environment says, with what holds where it says nothing. The values are not checked yet. */
export function withDefaults(environment: NodeJS.ProcessEnv): object {
  const set = (name: string) => environment[name]?.trim() || undefined;
  const port = Number(set('PORT') ?? 3000);
  const host = set('HOST') ?? '127.0.0.1';
  const demo = set('DEMO') ?? (set('DATABASE_URL') ? 'off' : 'on');
  return {
    port,
    host,
    publicUrl: (set('PUBLIC_URL') ?? addressOf(host, port)).replace(/\/+$/, ''),
    trustProxy: set('TRUST_PROXY') ?? 'loopback',
    databaseUrl: set('DATABASE_URL'),
    dataDir: resolve(set('DATA_DIR') ?? '.data'),
    secretKey: set('SECRET_KEY'),
    demo,
    metricsToken: set('METRICS_TOKEN'),
    apiDocs: set('API_DOCS') ?? (demo === 'on' ? 'open' : 'members'),
    role: set('ROLE') ?? 'all',
    webProcesses: set('ROLE') === 'worker' ? 1 : Number(set('WEB_PROCESSES') ?? usualProcesses(set)),
    wechatApiUrl: (set('WECHAT_API_URL') ?? 'https://api.weixin.qq.com').replace(/\/+$/, ''),
    s3Url: set('S3_URL')?.replace(/\/+$/, ''),
    s3Region: set('S3_REGION') ?? 'us-east-1',
    s3AccessKeyId: set('S3_ACCESS_KEY_ID'),
    s3SecretAccessKey: set('S3_SECRET_ACCESS_KEY'),
    backupEvery: set('BACKUP_EVERY'),
    backupTo: set('BACKUP_TO')?.replace(/\/+$/, ''),
    backupS3Region: set('BACKUP_S3_REGION') ?? set('S3_REGION') ?? 'us-east-1',
    backupS3AccessKeyId: set('BACKUP_S3_ACCESS_KEY_ID') ?? set('S3_ACCESS_KEY_ID'),
    backupS3SecretAccessKey: set('BACKUP_S3_SECRET_ACCESS_KEY') ?? set('S3_SECRET_ACCESS_KEY'),
    backupKeep: Number(set('BACKUP_KEEP') ?? 14),
    backupPassPhrase: set('BACKUP_PASS_PHRASE'),
    freeSpaceMb: Number(set('FREE_SPACE_MB') ?? 1024),
    smtpUrl: set('SMTP_URL'),
    mailFrom: set('MAIL_FROM'),
    logLevel: set('LOG_LEVEL') ?? 'info',
    timeZone: set('TIME_ZONE') ?? 'Asia/Shanghai',
    auditDays: Number(set('AUDIT_DAYS') ?? 730),
  };
}

/** The embedded database is for a small shop, whose memory a second process would take. */
function usualProcesses(set: (name: string) => string | undefined): number {
  return set('DATABASE_URL') ? Math.min(MOST_UNASKED, usableCores()) : 1;
}

function addressOf(host: string, port: number): string {
  // A wrong port would otherwise be reported a second time, as part of PUBLIC_URL.
  const shownPort = Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : 3000;
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${shownPort}`;
}
