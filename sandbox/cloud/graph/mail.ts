import { randomUUID } from 'node:crypto';
import { type Answer, type Call, header, jsonBody } from '../http/call.js';
import { isObject, type JsonObject, listOf, objectsOf, textOf } from '../json.js';
import { isAddress, type Mail } from '../mailbox.js';
import { type GraphContext, type Operation, personIn } from './context.js';
import { badRequest, GraphError } from './graphError.js';
import { mailOfMime } from './mailMime.js';
import { propertiesOf, type TypeName } from './select.js';

export function mailOperations(context: GraphContext): readonly Operation[] {
  return [
    { method: 'POST', path: 'users/:id/sendMail', roles: ['Mail.Send'], handle: (call) => sendMail(call, context) },
  ];
}

/** Checks the message, JSON or MIME, and delivers it; 202 says accepted, not delivered. */
async function sendMail(call: Call, context: GraphContext): Promise<Answer> {
  const sender = personIn(call, context);
  if (sender.userType === 'Guest' || sender.mail === null) {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  const isMime = /^text\/plain\b/i.test(header(call, 'content-type') ?? '');
  const mail = isMime ? await mailOfMime(call.raw, sender.mail) : mailOfJson(call, sender.mail);
  if (mail.to.length + mail.cc.length + mail.bcc.length === 0)
    throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
  context.mailbox.deliver(mail);
  return { status: 202 };
}

function mailOfJson(call: Call, from: string): Mail {
  const parameters = jsonBody(call);
  if (!isObject(parameters)) throw badRequest('The request body is not JSON.');
  const message = parameter(parameters, 'message');
  if (!isObject(message)) throw new GraphError(400, 'RequestBodyRead', 'The parameter Message is missing.');
  const saves = parameter(parameters, 'saveToSentItems');
  if (saves !== undefined && typeof saves !== 'boolean')
    throw new GraphError(
      400,
      'RequestBodyRead',
      "Cannot convert the literal of 'SaveToSentItems' to the expected type 'Edm.Boolean'.",
    );
  return mailOf(message, from);
}

/** Action parameters compare without regard to case: the metadata says Message, every example message. */
function parameter(parameters: JsonObject, name: string): unknown {
  const known = ['message', 'savetosentitems'];
  for (const key of Object.keys(parameters)) {
    if (!known.includes(key.toLowerCase()))
      throw new GraphError(
        400,
        'RequestBodyRead',
        `The parameter '${key}' in the request payload is not a valid parameter for the operation 'sendMail'.`,
      );
  }
  const key = Object.keys(parameters).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : parameters[key];
}

function mailOf(message: JsonObject, from: string): Mail {
  held('message', message);
  const body = isObject(message.body) ? message.body : {};
  held('itemBody', body);
  return {
    id: randomUUID(),
    from,
    to: recipients(message.toRecipients),
    cc: recipients(message.ccRecipients),
    bcc: recipients(message.bccRecipients),
    replyTo: recipients(message.replyTo),
    subject: textOf(message.subject) ?? '',
    ...contentOf(body),
    importance: oneOf('importance', message.importance, ['low', 'normal', 'high'] as const, 'normal'),
    headers: headersOf(message.internetMessageHeaders),
    sentAt: new Date(),
  };
}

function contentOf(body: JsonObject): Pick<Mail, 'contentType' | 'content' | 'html'> {
  const contentType = oneOf('bodyType', body.contentType, ['text', 'html'] as const, 'text');
  const content = textOf(body.content) ?? '';
  return { contentType, content, ...(contentType === 'html' ? { html: content } : {}) };
}

function recipients(list: unknown): readonly string[] {
  if (list !== undefined && !Array.isArray(list))
    throw new GraphError(400, 'RequestBodyRead', 'A collection of recipients was expected.');
  return listOf(list).map((recipient) => {
    held('recipient', recipient);
    const address = isObject(recipient) ? recipient.emailAddress : undefined;
    held('emailAddress', address);
    const text = isObject(address) ? textOf(address.address) : undefined;
    if (text === undefined || !isAddress(text))
      throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is not valid.');
    return text;
  });
}

/** Custom headers must begin with x-, and there are at most five. */
function headersOf(list: unknown): Readonly<Record<string, string>> {
  const headers = objectsOf(list);
  if (headers.length > 5)
    throw new GraphError(
      400,
      'InvalidInternetMessageHeaderCollection',
      'Maximum number of headers in one message should be less than or equal to 5.',
    );
  return Object.fromEntries(
    headers.map((one) => {
      held('internetMessageHeader', one);
      const name = textOf(one.name) ?? '';
      if (!/^x-/i.test(name))
        throw new GraphError(
          400,
          'InvalidInternetMessageHeader',
          `The internet message header name '${name}' should start with 'x-' or 'X-'.`,
        );
      return [name, textOf(one.value) ?? ''];
    }),
  );
}

function oneOf<T extends string>(type: string, value: unknown, known: readonly T[], otherwise: T): T {
  if (value === undefined || value === null) return otherwise;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const found = known.find((one) => one === text.toLowerCase());
  if (found === undefined)
    throw new GraphError(
      400,
      'RequestBodyRead',
      `Requested value '${text}' was not found in 'microsoft.graph.${type}'.`,
    );
  return found;
}

/** Refuses a property the type does not have. */
function held(type: TypeName, value: unknown): void {
  if (!isObject(value))
    throw new GraphError(400, 'RequestBodyRead', `An object of type 'microsoft.graph.${type}' was expected.`);
  const known = new Set<string>(propertiesOf(type));
  const other = Object.keys(value).find((name) => !name.startsWith('@') && !known.has(name));
  if (other !== undefined) {
    throw new GraphError(
      400,
      'RequestBodyRead',
      `The property '${other}' does not exist on type 'microsoft.graph.${type}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
    );
  }
}
