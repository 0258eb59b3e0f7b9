import type { Request } from 'restify';

/** An activity of Teams is a few KB, with a long message 28 KB; ten times that is nobody's. */
const BODY_LIMIT = 256 * 1024;
/** What is more than a usual activity has comes out of this, which all share: a thousand connections fill no memory. */
const USUAL_BODY = 32 * 1024;
const SHARED_LIMIT = 8 * 1024 * 1024;

/** Bytes of the bodies that are being read, beyond what is usual. */
let shared = 0;

/** Reads at most the limit. The rest is left unread and the connection closed: nobody sends 50 MB twice. */
export async function readBody(request: Request, limit = BODY_LIMIT): Promise<Buffer | 'tooLarge' | 'busy' | 'cutOff'> {
  const chunks: Buffer[] = [];
  let [size, taken] = [0, 0];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) return 'tooLarge';
      const more = Math.max(0, size - USUAL_BODY) - taken;
      if (shared + more > SHARED_LIMIT) return 'busy';
      shared += more;
      taken += more;
      chunks.push(chunk);
    }
  } catch {
    return 'cutOff';
  } finally {
    shared -= taken;
  }
  return Buffer.concat(chunks);
}
