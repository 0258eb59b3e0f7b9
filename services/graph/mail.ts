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
 * Mail from one mailbox through Graph. A failed send throws the GraphError; its `ambiguous` says
 * that the mail may be out all the same, so sending again may send it twice.
 */
export function createMailer(graph: Graph, sender: string): Mailer {
  return {
    async send({ to, subject, text }) {
      const recipients = [...new Set(to.map((address) => address.trim()))].filter(isAddress).slice(0, MOST_RECIPIENTS);
      if (recipients.length === 0) throw new MailError('A mail has no usable address; nothing was sent');
      await graph.call('POST', path`/users/${sender}/sendMail`, {
        // Never tried again here: Graph has no idempotency key for mail.
        idempotent: false,
        body: {
          message: {
            subject: oneLine(subject),
            body: { contentType: 'Text', content: text },
            toRecipients: recipients.map((address) => ({ emailAddress: { address } })),
          },
          saveToSentItems: false,
        },
      });
    },
  };
}

function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@"'<>(),;:\\[\]\p{C}]+@[^\s@"'<>(),;:\\[\]\p{C}]+$/u.test(text);
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return Array.from(line).slice(0, LONGEST_SUBJECT).join('');
}
