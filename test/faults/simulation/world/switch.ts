/** The switch: the simulator's own state machine, with its sweep, and its way to the DFSPs. */
import type { HttpRequest, HttpResponse } from '../../../../connectors/common/runtime';
import { SwitchMachine } from '../../../simulators/switch/machine/switch-machine';
import type { Callback, Delivery } from '../../../simulators/switch/machine/messages';
import type { AppRequest, AppResponse } from '../hub/call-app';
import { currency, dfspNames } from '../../../kit/stack/dfsps';
import type { SimulatedClock } from '../time/scheduler';
import { lowerCase } from './headers';
import type { Account } from '../../../kit/faults/payments';
import type { SimulatedPayment } from './payments';
import type { Surroundings } from './surroundings';

const sweepEveryMs = 15_000;
const lateMs = { least: 100, most: 300_000 };

export class SimulatedSwitch {
  readonly machine: SwitchMachine;
  private isSweeping = false;

  constructor(
    payments: readonly SimulatedPayment[],
    private readonly clock: SimulatedClock,
    private readonly around: Surroundings,
    private readonly callDfsp: (request: AppRequest) => Promise<AppResponse>,
  ) {
    this.machine = new SwitchMachine((count) => around.chance.hexDigits('trace', count));
    const { participants, oracle, settings } = this.machine;
    settings.preparationMs = around.chance.oneOf('preparation', [0, 0, 300, 5_000]);
    for (const fspId of dfspNames) {
      const account = { currency, limit: '1000000', funds: '1000000' };
      participants.add({ fspId, callbackUrl: `http://${fspId}.test`, ...account });
    }
    for (const { payer, payee, isPayeeUnknown, request, atDevice } of payments) {
      const isKnown = (one: Account) =>
        oracle.add({
          ...{ partyIdType: 'MSISDN', partyIdentifier: one.msisdn, fspId: one.dfsp },
        });
      // Of a request it is the payer who is looked for first, and of a refund too.
      const isAskedFor = request !== undefined || atDevice !== undefined;
      const [other, sought] = isAskedFor ? [payee, payer] : [payer, payee];
      isKnown(other);
      if (!isPayeeUnknown) isKnown(sought);
    }
  }

  answer({ method, url, headers, body = '' }: HttpRequest): Promise<HttpResponse> {
    const { tell } = this.around;
    const { pathname, search } = new URL(url);
    const path = `${pathname}${search}`;
    const where = `switch ${method} ${path}`;
    const date = new Date(this.clock.now()).toUTCString();
    if (this.forgets(where)) {
      tell(() => `${where}: forgotten`);
      return Promise.resolve({ status: method === 'PUT' ? 200 : 202, headers: { date }, body: '' });
    }
    const incoming = { method, path, headers: lowerCase(headers), body };
    const outcome = this.machine.handle({ ...incoming, receivedAt: this.clock.now() });
    const { status, body: answer = '' } = outcome.answer;
    tell(() => `${where} ${body.slice(0, 160)} -> ${status} ${answer}`);
    for (const callback of outcome.callbacks) this.deliver(callback);
    if (path === '/transfers') this.sweepLater();
    return Promise.resolve({ status, headers: { date }, body: answer });
  }

  private forgets(where: string): boolean {
    const { faults, emphasis } = this.around;
    const { switchForgets } = emphasis;
    return switchForgets !== undefined && where.includes(switchForgets)
      ? faults.happens('switch-forgets', where)
      : faults.strikes('switch-forgets', where);
  }

  private sweepLater(): void {
    if (this.isSweeping) return;
    this.isSweeping = true;
    const { scheduler, chance } = this.around;
    scheduler.after(chance.between('sweep', 0, sweepEveryMs), () => this.sweep());
  }

  private sweep(): void {
    for (const callback of this.machine.sweep(this.clock.now())) this.deliver(callback);
    const { scheduler } = this.around;
    if (this.machine.ledger.view().some(({ state }) => state === 'RESERVED')) {
      scheduler.after(sweepEveryMs, () => this.sweep());
    } else {
      this.isSweeping = false;
    }
  }

  private deliver(callback: Callback): void {
    const { faults, outages, chance, scheduler, tell } = this.around;
    const where = `${callback.to}: ${callback.method} ${callback.path}`;
    const leave = (delayMs: number, then: (delivery: Delivery) => void): void => {
      scheduler.after(delayMs, () => void this.bring(callback).then(then));
    };
    const travel = chance.between(`travel ${where}`, 1, 40);
    const fault = faults.oneOf(where, ['callback-lost', 'callback-late']);
    if (fault !== undefined) tell(() => `${where}: ${fault}`);
    if (fault === 'callback-lost' || outages.at(`callbacks to ${where}`) !== undefined) {
      scheduler.after(travel, () => this.follow(callback, { kind: 'unreachable', reason: 'lost' }));
      return;
    }
    const late =
      fault === undefined ? 0 : chance.magnitude(`late ${where}`, lateMs.least, lateMs.most);
    leave(travel + late, (delivery) => {
      const isUnheard = faults.strikes('callback-answer-lost', where);
      this.follow(callback, isUnheard ? { kind: 'unreachable', reason: 'no answer' } : delivery);
    });
    if (faults.strikes('callback-twice', where)) {
      leave(travel + chance.magnitude(`again ${where}`, 10, 600_000), () => undefined);
    }
  }

  private follow(callback: Callback, delivery: Delivery): void {
    for (const next of this.machine.delivered(callback, delivery)) this.deliver(next);
  }

  private async bring({ to, method, path, headers, body = '' }: Callback): Promise<Delivery> {
    const { status, body: text } = await this.callDfsp({ method, path, headers, body });
    this.around.tell(
      () => `${to} hears ${method} ${path} ${body.slice(0, 200)} -> ${status} ${text}`,
    );
    return { kind: 'answered', status, body: text, url: path };
  }
}
