import { bookOf, fixedSource, p2pFee } from '../../../test/kit/fee-rules/rule-books';
import { MemoryKafka } from '../../../test/kit/memory-kafka';
import { silentLog } from '../../../test/kit/mojaloop';
import { systemClock } from '../../common/clock';
import { startFeeStream } from './stream';

test('a handler that no longer learns of prepared transfers is not healthy', async () => {
  const door = new MemoryKafka(() => 0).door();
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const topics = { transfers: 't', switch: 's', entries: 'e', setAside: 'a', waiting: 'w' };
  await door.ensureTopics([{ name: 's', partitions: 1, settings: {} }]);
  door.follow = () => Promise.resolve({ failed, stop: () => Promise.resolve() });
  const stream = await startFeeStream(
    {
      door,
      book: fixedSource(bookOf(p2pFee())),
      clock: systemClock,
      log: silentLog,
    },
    { groupId: 'g', topics: { ...topics, prepared: 'p' }, partitions: 1 },
  );
  await stream.checkHealth();
  fail(new Error('made anew'));
  await expect(failed).rejects.toThrow('made anew');
  await expect(stream.checkHealth()).rejects.toThrow('p cannot be followed');
});
