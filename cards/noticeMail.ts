import type { Mail } from '../core/ports.js';
import { noticeMessage, type NoticeView } from './notice.js';

/** The notice as plain text. Nobody's words start a line of their own or bring a line break. */
export function noticeMail(view: NoticeView): Pick<Mail, 'subject' | 'text'> {
  const { t, request } = view;
  const { heading, paragraphs = [], facts = [], boxes = [], footer = [] } = noticeMessage(view, 'mail');
  const sections = [
    ...paragraphs,
    facts.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    ...boxes.map(({ title, lines }) => [title, ...lines].join('\n')),
    footer.join('\n'),
    t('mail.signature'),
  ];
  return {
    subject: request === undefined ? heading : t('mail.subject', { heading, reference: request.reference }),
    text: `${sections.filter((section) => section !== '').join('\n\n')}\n`,
  };
}
