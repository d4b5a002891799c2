import { letPass, startDoor, type Door, type Message } from './door';

/** Stands before a peer that can hang: what it is asked is taken, and never answered. */
export interface HangingDoor extends Pick<Door, 'url' | 'seen'> {
  /** From now on nothing comes to the peer. Resolves when so many requests have been left without an answer. */
  hang(untilHung: number): Promise<void>;
  /** From now on everything does; what hangs stays without an answer. */
  open(): void;
  /**
   * The next request that `matches` comes to the peer, which carries it out, but its answer is lost, and from
   * then on the door hangs. Resolves when the peer has answered.
   */
  loseAnswer(matches: (message: Message) => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startHangingDoor(host: string, target: string): Promise<HangingDoor> {
  const door = await startDoor(host, target);
  const hang = (onHung: () => void) => {
    door.treat(() => {
      onHung();
      return Promise.resolve(undefined);
    });
  };
  return {
    url: door.url,
    seen: (matches) => door.seen(matches),
    hang: (untilHung) =>
      new Promise((resolve) => {
        let hung = 0;
        hang(() => {
          hung += 1;
          if (hung === untilHung) resolve();
        });
      }),
    open() {
      door.treat(letPass);
    },
    loseAnswer: (matches) =>
      new Promise((resolve) => {
        door.treat(async (message, passOn) => {
          if (!matches(message)) return passOn(message);
          hang(() => undefined);
          await passOn(message);
          resolve();
          return undefined;
        });
      }),
    close: () => door.close(),
  };
}
