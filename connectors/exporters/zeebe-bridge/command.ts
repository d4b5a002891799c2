/** `hub zeebe-bridge ...` */
import { Command } from 'commander';
import type { Terminal } from '../../common/terminal';
import { exporterSettings } from './broker-exporter';

export function zeebeBridgeCommand(terminal: Terminal): Command {
  const command = new Command('zeebe-bridge').description(
    'writes all that an engine exports to Kafka',
  );
  command
    .command('exporter')
    .description("prints the settings of a broker that writes its records to the bridge's address")
    .argument('[address]', 'where brokers reach the bridge', 'http://zeebe-bridge:5006')
    .option('--username <name>', 'the ZEEBE_BRIDGE_USERNAME; its password is a setting more')
    .action((address: string, { username }: { username?: string }) => {
      for (const [name, value] of Object.entries(exporterSettings(address, username))) {
        terminal.out(`${name}=${value}\n`);
      }
    });
  return command;
}
