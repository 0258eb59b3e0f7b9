import { randomUUID } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { isAddress, type Mail } from '../mailbox.js';
import { GraphError } from './graphError.js';

/**
 * The base64 of a MIME message, as `Content-Type: text/plain` brings it. Recipients come from its headers,
 * Bcc included. The real Exchange keeps the HTML alone and writes a text of its own; here both stay to be seen.
 */
export async function mailOfMime(raw: Buffer, mailbox: string): Promise<Mail> {
  const email = await PostalMime.parse(decoded(raw));
  if (email.headerLines.length === 0 || email.headerLines.some(({ line }) => !/^[!-9;-~]+:/.test(line)))
    throw new GraphError(400, 'ErrorMimeContentInvalid', 'The MIME content is invalid.');
  const [from] = addresses([email.from]);
  if (from !== undefined && from.toLowerCase() !== mailbox.toLowerCase())
    throw new GraphError(
      403,
      'ErrorSendAsDenied',
      'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
    );
  return {
    id: randomUUID(),
    from: mailbox,
    to: addresses(email.to),
    cc: addresses(email.cc),
    bcc: addresses(email.bcc),
    replyTo: addresses(email.replyTo),
    subject: email.subject ?? '',
    ...contentOf(email),
    importance: 'normal',
    headers: headersOf(email),
    sentAt: new Date(),
  };
}

function decoded(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/[\r\n]/g, '');
  if (text === '' || text.length % 4 !== 0 || !/^[A-Za-z\d+/]+={0,2}$/.test(text))
    throw new GraphError(400, 'ErrorMimeContentInvalidBase64String', 'Invalid base64 string for MIME content.');
  return Buffer.from(text, 'base64');
}

function contentOf({ text, html }: Email): Pick<Mail, 'contentType' | 'content' | 'html'> {
  // The parser ends a text with a line break, whether it had one or not.
  if (text !== undefined) return { contentType: 'text', content: text.replace(/\n$/, ''), html };
  return { contentType: html === undefined ? 'text' : 'html', content: html ?? '', html };
}

function addresses(list: readonly (Address | undefined)[] = []): readonly string[] {
  const found = list.flatMap((one) => one?.group ?? one ?? []).map(({ address }) => address);
  if (!found.every(isAddress))
    throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  return found;
}

/** Exchange keeps x- headers; Auto-Submitted, for one, it drops (msgraph-sdk-dotnet #2209). */
function headersOf({ headers }: Email): Readonly<Record<string, string>> {
  return Object.fromEntries(
    headers.filter(({ key }) => key.startsWith('x-')).map(({ originalKey, value }) => [originalKey, value]),
  );
}
