export { createAuthenticationMethods } from './authenticationMethods.js';
export { createGraph, type Graph, type GraphSettings } from './client.js';
export { createDirectory } from './directory.js';
export { GraphError } from './graphError.js';
export { createMailer, MailError } from './mail.js';
