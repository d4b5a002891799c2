import { text } from 'node:stream/consumers';
import { Heard } from '../kit/faults/heard';
import { startLocalServer, type LocalServer } from '../kit/local-server';

/** Where the apps and devices of all tenants hear what they have not asked for. */
export interface CallbackAddress extends LocalServer {
  readonly heard: Heard;
}

export async function startCallbackAddress(): Promise<CallbackAddress> {
  const heard = new Heard();
  const server = await startLocalServer((incoming, response) => {
    void text(incoming).then((body) => {
      response.writeHead(heard.answer({ body }).status).end();
    });
  });
  return { ...server, url: `${server.url}/heard`, heard };
}
