import type { Mail } from '../../core/ports.js';
import { mailHtml } from './mailLayout.js';
import type { Message } from '../message.js';
import { noticeMessage, type NoticeView } from '../notices/notice.js';

/** The notice as a mail: the same words as HTML and as plain text. */
export function noticeMail(view: NoticeView): Omit<Mail, 'to'> {
  const { t, request } = view;
  const message = noticeMessage(view, 'mail');
  const { heading } = message;
  const signature = t('mail.signature');
  const subject = request === undefined ? heading : t('mail.subject', { heading, reference: request.reference });
  return {
    subject,
    text: mailText(message, signature),
    html: mailHtml(message, { lang: t.locale, title: subject, signature }),
  };
}

/** Nobody's words start a line of their own or bring a line break. */
export function mailText(
  { paragraphs = [], facts = [], boxes = [], button, link, footer = [] }: Message,
  signature: string,
): string {
  const sections = [
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...boxes.map(({ title, lines }) => [title, ...lines].join('\n')),
    button === undefined ? '' : `${button.title}: ${button.url}`,
    link === undefined ? '' : `${link.title}: ${link.url}`,
    footer.join('\n'),
    signature,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}
