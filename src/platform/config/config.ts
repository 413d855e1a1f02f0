import 'reflect-metadata';
import { plainToInstance, Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsTimeZone,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  validateSync,
} from 'class-validator';
import { resolve } from 'node:path';
import { BACKUP_PLACE, inBucket, keysOf, problemsOfBackups, type S3Keys } from './backup-place.js';
import { withDefaults } from './defaults.js';
import { problemsOfDemonstration } from './own-machine.js';

export type Role = 'web' | 'worker' | 'all';

const onOff = ({ value }: { value: unknown }) => (value === 'on' || value === 'off' ? value === 'on' : value);
const URL_RULES = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

/** The list of who did what is kept at least half a year. */
const AUDIT_DAYS_LEAST = 180;

/** Accepts an address, a network, or a name that Express has for a group of addresses. */
const PROXY = String.raw`(loopback|linklocal|uniquelocal|[\da-f.:]+(/\d{1,3})?)`;
const PROXIES = new RegExp(`^${PROXY}(, *${PROXY})*$`, 'i');

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export class Config {
  @IsInt({ message: 'PORT must be a whole number from 0 to 65535' })
  @Min(0, { message: 'PORT must be a whole number from 0 to 65535' })
  @Max(65535, { message: 'PORT must be a whole number from 0 to 65535' })
  port!: number;

  @IsString({ message: 'HOST must be an address to listen on' })
  host!: string;

  @IsUrl(URL_RULES, { message: 'PUBLIC_URL must be an address such as https://desk.example.com' })
  publicUrl!: string;

  @Matches(PROXIES, {
    message: 'TRUST_PROXY must be addresses such as 10.0.0.5 or 10.0.0.0/8, separated by commas, or loopback',
  })
  trustProxy!: string;

  @IsOptional()
  @Matches(/^postgres(ql)?:\/\/.+/, {
    message: 'DATABASE_URL must look like postgres://user:password@host:5432/name',
  })
  databaseUrl?: string;

  @IsString({ message: 'DATA_DIR must be a folder' })
  dataDir!: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9+/]{43}=(,[A-Za-z0-9+/]{43}=)*$/, {
    message:
      'SECRET_KEY must be 32 bytes in base64 (openssl rand -base64 32), or several separated by commas',
  })
  secretKey?: string;

  @Transform(onOff)
  @IsBoolean({ message: 'DEMO must be on or off' })
  demo!: boolean;

  @IsIn(['web', 'worker', 'all'], { message: 'ROLE must be web, worker or all' })
  role!: Role;

  /** So many processes serve pages at the same port. It is 1 for a program that serves none. */
  @IsInt({ message: 'WEB_PROCESSES must be a whole number from 1 to 64' })
  @Min(1, { message: 'WEB_PROCESSES must be a whole number from 1 to 64' })
  @Max(64, { message: 'WEB_PROCESSES must be a whole number from 1 to 64' })
  webProcesses!: number;

  /** False in each of several processes but one: these serve pages and leave everything else to that one. */
  leads = true;

  @IsUrl(URL_RULES, { message: 'WECHAT_API_URL must be an address such as https://api.weixin.qq.com' })
  wechatApiUrl!: string;

  @IsOptional()
  @IsUrl(URL_RULES, {
    message: 'S3_URL must be the address of a bucket such as https://s3.example.com/files',
  })
  s3Url?: string;

  @IsString({ message: 'S3_REGION must be a word such as us-east-1' })
  s3Region!: string;

  @IsOptional()
  @IsString({ message: 'S3_ACCESS_KEY_ID must be a word' })
  s3AccessKeyId?: string;

  @IsOptional()
  @IsString({ message: 'S3_SECRET_ACCESS_KEY must be a word' })
  s3SecretAccessKey?: string;

  @IsOptional()
  @Matches(/^smtps?:\/\/([^\s/@]+@)?[^\s/@]+\/?(\?\S*)?$/, {
    message:
      'SMTP_URL must look like smtp://user:password@mail.example.com:587, or smtps:// for TLS from the start',
  })
  smtpUrl?: string;

  @IsOptional()
  @Matches(/^([^<>@\r\n]+ )?<?[^\s<>@]+@[^\s<>@]+>?$/, {
    message: 'MAIL_FROM must be an address such as desk@example.com, or Desk <desk@example.com>',
  })
  mailFrom?: string;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
    message: 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent',
  })
  logLevel!: string;

  @IsTimeZone({ message: 'TIME_ZONE must be a name of the IANA list such as Asia/Shanghai' })
  timeZone!: string;

  @IsInt({ message: `AUDIT_DAYS must be a whole number of days from ${AUDIT_DAYS_LEAST} on` })
  @Min(AUDIT_DAYS_LEAST, { message: `AUDIT_DAYS must be a whole number of days from ${AUDIT_DAYS_LEAST} on` })
  auditDays!: number;

  @IsOptional()
  @Matches(/^[1-9]\d{0,3}(m|h|d)$/, { message: 'BACKUP_EVERY must be a time such as 30m, 6h or 1d' })
  backupEvery?: string;

  @IsOptional()
  @Matches(BACKUP_PLACE, {
    message:
      'BACKUP_TO must be a folder, or one of a bucket with its host: s3://s3.example.com/bucket/folder or s3://bucket.s3.example.com/folder',
  })
  backupTo?: string;

  /** What is not set is as for the bucket of files. */
  backupS3Region!: string;
  backupS3AccessKeyId?: string;
  backupS3SecretAccessKey?: string;

  @IsInt({ message: 'BACKUP_KEEP must be a whole number from 1 to 1000' })
  @Min(1, { message: 'BACKUP_KEEP must be a whole number from 1 to 1000' })
  @Max(1000, { message: 'BACKUP_KEEP must be a whole number from 1 to 1000' })
  backupKeep!: number;

  @IsOptional()
  @MinLength(12, { message: 'BACKUP_PASS_PHRASE must have at least 12 characters' })
  backupPassPhrase?: string;

  @IsOptional()
  @Matches(/^[\w.~+/=-]{16,200}$/, {
    message: 'METRICS_TOKEN must have 16 to 200 characters, without blanks (openssl rand -base64 32)',
  })
  metricsToken?: string;

  @IsIn(['open', 'members', 'off'], { message: 'API_DOCS must be open, members or off' })
  apiDocs!: 'open' | 'members' | 'off';

  @IsInt({ message: 'FREE_SPACE_MB must be a whole number of megabytes' })
  @Min(0, { message: 'FREE_SPACE_MB must be a whole number of megabytes' })
  freeSpaceMb!: number;

  /** Backups are taken this often, in milliseconds, or undefined if only commands take them. */
  get backupEveryMs(): number | undefined {
    const [, count, unit] = /^(\d+)(m|h|d)$/.exec(this.backupEvery ?? '') ?? [];
    return unit === undefined ? undefined : Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS];
  }

  /** For backups that go to a bucket. */
  get backupKeys(): S3Keys | undefined {
    return keysOf(this.backupS3Region, this.backupS3AccessKeyId, this.backupS3SecretAccessKey);
  }

  /** The folder of a disk that scheduled backups go to, if they do. */
  get backupFolder(): string | undefined {
    return this.backupTo === undefined || inBucket(this.backupTo) ? undefined : resolve(this.backupTo);
  }

  /** Files are stored in this bucket if there is one, and otherwise in DATA_DIR. */
  get bucket(): (S3Keys & { url: string }) | undefined {
    const keys = keysOf(this.s3Region, this.s3AccessKeyId, this.s3SecretAccessKey);
    return this.s3Url && keys ? { url: this.s3Url, ...keys } : undefined;
  }
  get embedded(): boolean {
    return this.databaseUrl === undefined;
  }
  get servesPages(): boolean {
    return this.role !== 'worker';
  }
  get runsJobs(): boolean {
    return this.leads && this.role !== 'web';
  }
}

export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = withDefaults(environment);
  const config = plainToInstance(Config, given);
  const problems = validateSync(config).flatMap((error) => Object.values(error.constraints ?? {}));
  if (!config.embedded && config.secretKey === undefined) {
    problems.push('SECRET_KEY is required with DATABASE_URL: 32 bytes in base64 (openssl rand -base64 32)');
  }
  if (config.smtpUrl !== undefined && config.mailFrom === undefined) {
    problems.push('MAIL_FROM is required with SMTP_URL: the address that e-mail to the staff comes from');
  }
  if (config.demo === true) problems.push(...problemsOfDemonstration(config));
  const s3 = [config.s3Url, config.s3AccessKeyId, config.s3SecretAccessKey];
  if (s3.some(Boolean) && !s3.every(Boolean)) {
    problems.push('S3_URL, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY belong together: set all three or none');
  }
  problems.push(...problemsOfBackups(config));
  if (problems.length > 0) throw new Error([...new Set(problems)].join('\n'));
  return config;
}
