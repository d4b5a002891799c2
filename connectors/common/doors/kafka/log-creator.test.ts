import { readFileSync } from 'node:fs';
import { logLevel } from 'kafkajs';
import { silentLog } from '../../../../test/kit/mojaloop';
import { createKafkaLog, lostMessage } from './log-creator';

function told(message: string): [level: string, text: string] | undefined {
  let line: [string, string] | undefined;
  const at = (level: string) => (_fields: object, text: string) => void (line = [level, text]);
  const log = { ...silentLog, debug: at('debug'), info: at('info'), error: at('error') };
  createKafkaLog(log)()({
    namespace: 'Consumer',
    level: logLevel.ERROR,
    label: 'ERROR',
    log: { timestamp: '', message, topic: 't', partition: 0 },
  });
  return line;
}

test('what the client shouts about brokers that restart is no error of ours', () => {
  expect(told('Connection error')).toEqual(['info', 'kafka client: Connection error']);
});

test('records that Kafka has deleted before they were read are an alarm', () => {
  expect(told(lostMessage)).toEqual(['error', expect.stringContaining('ALARM')]);
});

test('the client still says so in these words', () => {
  const source = readFileSync(require.resolve('kafkajs/src/consumer/consumerGroup.js'), 'utf8');
  expect(source).toContain(`'${lostMessage}'`);
});
