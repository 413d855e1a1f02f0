import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { Config } from '../config/index.js';

/** `id` tells a letter from every other: mail programs show one that was sent twice once. */
export interface Letter {
  id: string;
  to: string;
  subject: string;
  text: string;
}

const PATIENCE_MS = 10_000;

/** E-mail over the server of SMTP_URL. Called from jobs alone. */
@Injectable()
export class Mailer implements OnModuleDestroy {
  private readonly transport: Transporter | null;

  constructor(private readonly config: Config) {
    this.transport = config.smtpUrl === undefined ? null : createTransport(optionsOf(config.smtpUrl));
  }

  /** Whether there is a server to send by. */
  get ready(): boolean {
    return this.transport !== null;
  }

  onModuleDestroy(): void {
    this.transport?.close();
  }

  /**
   * Null when the server took it, else why it never will: `no_mail_server` where none is set up, `smtp_550` by its
   * answer. Throws where it may take it later.
   */
  async send({ id, to, subject, text }: Letter): Promise<string | null> {
    if (!this.transport) return 'no_mail_server';
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
    // A server of the house may lack STARTTLS; `?tls=required` refuses to speak in the clear.
    requireTLS: searchParams.get('tls') === 'required',
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
