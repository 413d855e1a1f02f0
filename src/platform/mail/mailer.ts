import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config/index.js';
import { Held } from '../held/index.js';

/** Mail programs show a letter only once even if it was sent twice, because `id` is the same. */
export interface Letter {
  id: string;
  to: string;
  subject: string;
  text: string;
}

const PATIENCE_MS = 10_000;

/** Only jobs may call this, because the mail server may be slow. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport: Transporter | null;

  constructor(
    private readonly config: Config,
    private readonly held: Held,
  ) {
    this.transport = config.smtpUrl === undefined ? null : createTransport(optionsOf(config.smtpUrl));
  }

  get ready(): boolean {
    return this.transport !== null;
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }

  /**
   * Returns null if the server took the letter. Otherwise returns why it never will: `no_mail_server`, or
   * `smtp_550` after such an answer. Throws if the server may take the letter later.
   */
  async send({ id, to, subject, text }: Letter): Promise<string | null> {
    if (!this.transport) return 'no_mail_server';
    if (await this.held.isHeld())
      throw Object.assign(new Error('This installation is held and sends no mail'), { failure: 'held' });
    const { mailFrom, publicUrl } = this.config;
    const messageId = `<${id}@${new URL(publicUrl).hostname}>`;
    const headers = { 'Auto-Submitted': 'auto-generated' };
    try {
      await this.transport.sendMail({ from: mailFrom, to, subject, text, messageId, headers });
      return null;
    } catch (error) {
      const code = (error as { responseCode?: number }).responseCode;
      if (code !== undefined && code >= 500 && code !== 535) return `smtp_${code}`;
      throw error;
    }
  }
}

function optionsOf(smtpUrl: string) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(smtpUrl);
  const secure = protocol === 'smtps:';
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (secure ? 465 : 587)),
    secure,
    ...(username !== '' && {
      auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
    }),
    // A server in one's own network may lack STARTTLS; `?tls=required` refuses to send unencrypted.
    requireTLS: searchParams.get('tls') === 'required',
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
