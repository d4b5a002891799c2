/**
 * The process that `make up` leaves behind: it starts the stack, and stops it when `make down` asks for
 * it. Until it hears `stay` on its standard input it goes when whoever started it goes.
 */
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { startPhones } from '../../payments/phones';
import { dfspNames } from '../dfsps';
import type { StackPorts } from '../layout';
import { pageOrigin } from '../page-half';
import { portChoice, shapeChoice } from '../settings';
import { stopOnSignals } from '../signals';
import { startStack, type Stack } from '../stack';
import { stackPersons } from '../issuer/persons';
import { killAll } from '../reaper';
import { controlSocket, stateFile, upDirectory, type UpState } from './state';
import { messageOf } from '../../../../connectors/common/message-of';

/** The documented place; PORT_BASE moves it. */
const defaultPortBase = 8500;

const say = (line: string) => {
  process.stdout.write(`${line}\n`);
};

async function main(): Promise<void> {
  stopOnSignals(say);
  leaveWithStarter();
  const stack = await startStack({
    runDirectory: upDirectory(),
    ports: portChoice(defaultPortBase),
    shape: shapeChoice(),
    hasPage: true,
    fresh: true,
    tenantSections: (ports) => ({
      channel: { callbacks: { allowed: [phonesAddress(ports)], default: phonesAddress(ports) } },
    }),
    say,
  });
  await startPhones(stack.ports.phones);
  for (const name of dfspNames) {
    writeFileSync(join(upDirectory(), `${name}.token`), await stack.token(name), { mode: 0o600 });
  }
  for (const { id, role, roles } of stackPersons) {
    const token = await stack.operatorToken(id, roles);
    writeFileSync(join(upDirectory(), `${role}.token`), token, { mode: 0o600 });
  }
  // Whole or not at all: make up looks at it all the while, and before anybody hears that all is up.
  const arriving = `${stateFile()}.arriving`;
  writeFileSync(arriving, JSON.stringify(stateOf(stack), null, 2));
  renameSync(arriving, stateFile());
  listenForStop(stack);
}

/** Of the apps of both DFSPs: whoever is asked for money, or sent a one-time password, hears of it there. */
function phonesAddress({ phones }: StackPorts): string {
  return `http://127.0.0.1:${phones}/callbacks`;
}

function leaveWithStarter(): void {
  let mayStay = false;
  process.stdin.on('data', () => {
    mayStay = true;
  });
  process.stdin.on('end', () => {
    if (mayStay) return;
    killAll();
    process.exit(1);
  });
}

function listenForStop(stack: Stack): void {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      void stack.stop().finally(() => {
        rmSync(stateFile(), { force: true });
        server.close();
        // It closes this connection, by which make down hears that all is over: the apps' port of this process too.
        process.exit(0);
      });
    });
  });
  server.listen(controlSocket());
}

function stateOf(stack: Stack): UpState {
  return {
    pid: process.pid,
    channelAddress: stack.channelAddress,
    phonesAddress: phonesAddress(stack.ports),
    managementAddress: stack.hub[0]?.managementAddress ?? '',
    switchAddress: stack.switch.url,
    fineractAddresses: {
      lion: stack.fineract.lion.address,
      buffalo: stack.fineract.buffalo.address,
    },
    zeebeAddress: stack.zeebe.gatewayAddress,
    zeebeManagementAddress: stack.zeebe.managementAddress,
    incidentsAddress: `http://127.0.0.1:${stack.ports.incidents}`,
    ...(stack.audit && {
      audit: { ...stack.audit, pageAddress: `${pageOrigin(stack.ports)}/app/` },
    }),
  };
}

main().catch((error: unknown) => {
  say(messageOf(error));
  killAll();
  process.exit(1);
});
