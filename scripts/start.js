import './build.js';

// In this very process, and `exec` in package.json: npm signals the shell, and a shell in between hands nothing on.
process.setSourceMapsEnabled(true);
await import('../dist/index.js');
