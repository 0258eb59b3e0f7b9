// Loaded before the product: what its memory then holds is what it keeps, not what was not yet collected.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
setInterval(() => collect(), 1_000).unref();

// The first stack of an error would decode the source map and keep it: 160 MB, once.
process.setSourceMapsEnabled(false);
