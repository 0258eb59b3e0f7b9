export { createAuthenticationMethods } from './authenticationMethods.js';
export { createGraph } from './client.js';
export { createDirectory } from './directory.js';
export { GraphError } from './graphError.js';
export { createInstaller } from './installations.js';
export { createMailer } from './mail.js';
export { createMethodDeletes, WHY_REFUSED } from './methodDeletes.js';
