import MailComposer from 'nodemailer/lib/mail-composer';
import type { Mailer } from '../../core/ports.js';
import { LoggableError } from '../log.js';
import type { Graph } from './client.js';
import { path } from './path.js';

export class MailError extends LoggableError {
  override readonly name = 'MailError';
}

const LONGEST_SUBJECT = 200;
const MOST_RECIPIENTS = 100;

/**
 * Mail from one mailbox through Graph, as MIME, since only that has room for a text beside the HTML
 * (docs/decisions/0009). A failed send throws the GraphError; its `ambiguous` says that the mail may
 * be out all the same, so sending again may send it twice.
 */
export function createMailer(graph: Graph, sender: string): Mailer {
  return {
    async send({ to, subject, text, html }) {
      const recipients = [...new Set(to.map((address) => address.trim()))].filter(isAddress).slice(0, MOST_RECIPIENTS);
      if (recipients.length === 0) throw new MailError('A mail has no usable address; nothing was sent');
      const mime = new MailComposer({
        from: addressed(sender),
        to: recipients.map(addressed),
        subject: oneLine(subject),
        text,
        html,
        headers: QUIET,
        newline: 'windows',
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      await graph.call('POST', path`/users/${sender}/sendMail`, {
        // Never tried again here: Graph has no idempotency key for mail.
        idempotent: false,
        body: (await mime.compile().build()).toString('base64'),
      });
    },
  };
}

/**
 * No automatic replies. Exchange reads the second header and drops the first, which is for everybody else.
 * Reports of mails that can't be delivered (NDR) stay: they are how an operator learns of a dead address.
 */
const QUIET = {
  'Auto-Submitted': 'auto-generated',
  'X-Auto-Response-Suppress': 'DR, RN, NRN, OOF, AutoReply',
};

/** Apart from a name, so that nothing is parsed out of it. */
function addressed(address: string): { readonly name: string; readonly address: string } {
  return { name: '', address };
}

function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@"'<>(),;:\\[\]\p{C}]+@[^\s@"'<>(),;:\\[\]\p{C}]+$/u.test(text);
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return Array.from(line).slice(0, LONGEST_SUBJECT).join('');
}
