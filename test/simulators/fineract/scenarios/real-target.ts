import { execFileSync } from 'node:child_process';
import { localDate } from '../state/clock';
import type { AccountSetup, Act, Scenario, Target, World } from './scenario';

export interface RealOptions {
  /** .../fineract-provider/api/v1 */
  readonly baseUrl: string;
  readonly user: string;
  readonly password: string;
  readonly tenant: string;
  readonly timezone: string;
  /** A command that runs the SQL given as its last argument in the tenant's database. */
  readonly sqlCommand: string | undefined;
  /** Of the clients that it makes: by default the head office. */
  readonly officeId?: number;
}

const activationDate = '2026-01-01';
const dates = { locale: 'en', dateFormat: 'yyyy-MM-dd' };
const limitedPassword = 'Abcdef1234567#x';
const openingBalanceType = 'deposit';

type Answer = Readonly<Record<string, unknown>>;

/** Builds what a scenario needs through the ordinary API, and the rest, where told how, in the database. */
export class RealFineract implements Target {
  readonly baseUrl: string;
  readonly authorization: string;
  readonly tenant: string;
  private limitedUser = '';
  private readonly products = new Map<string, number>();
  private runs = 0;

  constructor(private readonly options: RealOptions) {
    this.baseUrl = options.baseUrl;
    this.tenant = options.tenant;
    this.authorization = basic(options.user, options.password);
  }

  get limitedAuthorization(): string {
    return basic(this.limitedUser, limitedPassword);
  }

  async build(scenario: Scenario): Promise<World> {
    this.runs += 1;
    const run = `r${(Date.now() * 100 + this.runs).toString(36).slice(-7)}`;
    await this.send('PUT', '/currencies', { currencies: ['USD', 'TZS'] });
    const clientId = await this.newClient(run);
    const accountIds: Record<string, number> = {};
    for (const [alias, setup] of Object.entries(scenario.accounts ?? {})) {
      accountIds[alias] = await this.newAccount(clientId, `${run}-${alias}`, setup);
    }
    if (scenario.limitedUser !== undefined) await this.newUser(run, scenario.limitedUser);
    return { run, clientId, accountIds, today: localDate(Date.now(), this.options.timezone) };
  }

  async perform(act: Act, world: World): Promise<void> {
    switch (act.act) {
      case 'sub-status':
        await this.changeSubStatus(world.accountIds[act.account], act.subStatus);
        break;
      case 'client-active':
        this.sql(
          `update m_client set status_enum=${act.active ? 300 : 600} where id=${world.clientId}`,
        );
        break;
      case 'forget-empty-key':
        this.sql(
          "update m_portfolio_command_source set idempotency_key=id::text where idempotency_key=''",
        );
        break;
      case 'stick-key':
        this.sql(
          `update m_portfolio_command_source set status=4, result=null, result_status_code=null where idempotency_key='${act.idempotencyKey}'`,
        );
        break;
      case 'non-cash-payment-type':
        this.sql(`update m_payment_type set is_cash_payment=${!act.present}`);
        break;
      case 'maker-checker':
        await this.checkCommands(act.permissions);
    }
  }

  private async newClient(run: string): Promise<number> {
    const mobileNo = `2557${String(Date.now() * 10 + (this.runs % 10)).slice(-8)}`;
    const names = { firstname: 'Asha', lastname: 'Mwinyi', externalId: `${run}-client`, mobileNo };
    const state = { active: true, activationDate, submittedOnDate: activationDate };
    const answer = await this.send('POST', '/clients', {
      officeId: this.options.officeId ?? 1,
      legalFormId: 1,
      ...names,
      ...state,
      ...dates,
    });
    return Number(answer['clientId']);
  }

  private async newAccount(
    clientId: number,
    externalId: string,
    setup: AccountSetup,
  ): Promise<number> {
    const chargeIds = await this.newCharges(setup);
    const productId = await this.productFor(setup);
    const answer = await this.send('POST', '/savingsaccounts', {
      clientId,
      productId,
      externalId,
      submittedOnDate: activationDate,
      ...dates,
      ...(setup.overdraftLimit === undefined
        ? {}
        : { allowOverdraft: true, overdraftLimit: setup.overdraftLimit }),
      ...(setup.withdrawalFeeForTransfers === true ? { withdrawalFeeForTransfers: true } : {}),
      ...(chargeIds.length === 0 ? {} : { charges: chargeIds }),
    });
    const id = Number(answer['savingsId']);
    await this.bringTo(id, setup);
    return id;
  }

  private async bringTo(id: number, setup: AccountSetup): Promise<void> {
    const status = setup.status ?? 'ACTIVE';
    if (status === 'SUBMITTED_AND_PENDING_APPROVAL') return;
    const command = (name: string, body: object): Promise<Answer> =>
      this.send('POST', `/savingsaccounts/${id}?command=${name}`, { ...body, ...dates });
    await command('approve', { approvedOnDate: activationDate });
    if (status === 'APPROVED') return;
    await command('activate', { activatedOnDate: activationDate });
    if (setup.balance !== undefined) {
      await this.send('POST', `/savingsaccounts/${id}/transactions?command=${openingBalanceType}`, {
        transactionDate: activationDate,
        transactionAmount: setup.balance,
        paymentTypeId: 1,
        ...dates,
      });
    }
    if (status === 'CLOSED') await command('close', { closedOnDate: setup.closedOn });
  }

  private async newCharges(setup: AccountSetup): Promise<object[]> {
    const charges: object[] = [];
    for (const { kind, amount } of setup.charges ?? []) {
      const answer = await this.send('POST', '/charges', {
        name: `charge ${Date.now()} ${charges.length}`,
        chargeAppliesTo: 2,
        chargeTimeType: 5,
        chargePaymentMode: 0,
        currencyCode: 'TZS',
        active: true,
        penalty: false,
        chargeCalculationType: kind === 'flat' ? 1 : 2,
        amount: Number(amount),
        locale: 'en',
      });
      charges.push({ chargeId: answer['resourceId'], amount: Number(amount) });
    }
    return charges;
  }

  private async productFor(setup: AccountSetup): Promise<number> {
    const special = {
      ...(setup.minRequiredBalance === undefined
        ? {}
        : { minRequiredBalance: setup.minRequiredBalance, enforceMinRequiredBalance: true }),
      ...(setup.overdraftLimit === undefined
        ? {}
        : { allowOverdraft: true, overdraftLimit: setup.overdraftLimit }),
      ...(setup.lockedInUntil === undefined
        ? {}
        : { lockinPeriodFrequency: 5, lockinPeriodFrequencyType: 3 }),
    };
    const key = JSON.stringify(special);
    const known = this.products.get(key);
    if (known !== undefined) return known;
    const name = (Date.now() * 10 + this.products.size).toString(36);
    const answer = await this.send('POST', '/savingsproducts', {
      name: `Wallet ${name}`,
      shortName: name.slice(-4),
      description: 'wallet',
      currencyCode: 'TZS',
      digitsAfterDecimal: 2,
      inMultiplesOf: 0,
      nominalAnnualInterestRate: 0,
      interestCompoundingPeriodType: 1,
      interestPostingPeriodType: 4,
      interestCalculationType: 1,
      interestCalculationDaysInYearType: 365,
      accountingRule: 1,
      locale: 'en',
      ...special,
    });
    const id = Number(answer['resourceId']);
    this.products.set(key, id);
    return id;
  }

  private async newUser(run: string, permissions: readonly string[]): Promise<void> {
    const role = await this.send('POST', '/roles', { name: run, description: 'of a recording' });
    const roleId = String(role['resourceId']);
    if (permissions.length > 0) {
      const granted = Object.fromEntries(permissions.map((permission) => [permission, true]));
      await this.send('PUT', `/roles/${roleId}/permissions`, { permissions: granted });
    }
    await this.send('POST', '/users', {
      username: run,
      firstname: 'Limited',
      lastname: 'User',
      email: 'limited@example.com',
      officeId: 1,
      roles: [Number(roleId)],
      sendPasswordToEmail: false,
      password: limitedPassword,
      repeatPassword: limitedPassword,
    });
    this.limitedUser = run;
  }

  private async changeSubStatus(id: number | undefined, wanted: string): Promise<void> {
    const commands: Readonly<Record<string, readonly string[]>> = {
      NONE: ['unblock', 'unblockDebit', 'unblockCredit'],
      BLOCK: ['block'],
      BLOCK_DEBIT: ['blockDebit'],
      BLOCK_CREDIT: ['blockCredit'],
    };
    for (const command of commands[wanted] ?? []) {
      const body = wanted === 'NONE' ? {} : { reasonForBlock: 'recording' };
      // Only one of the three ways to unblock fits; the others are refused.
      const path = `/savingsaccounts/${String(id)}?command=${command}`;
      await (wanted === 'NONE' ? this.request('POST', path, body) : this.send('POST', path, body));
    }
  }

  private async checkCommands(permissions: readonly string[]): Promise<void> {
    const all = await this.send('GET', '/configurations');
    const settings = all['globalConfiguration'] as readonly { id: number; name: string }[];
    const id = settings.find((setting) => setting.name === 'maker-checker')?.id;
    await this.send('PUT', `/configurations/${String(id)}`, { enabled: permissions.length > 0 });
    const codes = ['PREPARE_INTERTRANSFER', 'CREATE_INTERTRANSFER', 'RELEASE_INTERTRANSFER'];
    const chosen = Object.fromEntries(codes.map((code) => [code, permissions.includes(code)]));
    await this.send('PUT', '/permissions', { permissions: chosen });
  }

  private sql(statement: string): void {
    const [command, ...args] = (this.options.sqlCommand ?? '').split(' ');
    if (command === undefined || command === '')
      throw new Error('this scenario needs FINERACT_SQL_COMMAND');
    execFileSync(command, [...args, statement], { stdio: 'pipe' });
  }

  private async send(method: string, path: string, body?: object): Promise<Answer> {
    const response = await this.request(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  private request(method: string, path: string, body?: object): Promise<Response> {
    const headers = {
      authorization: this.authorization,
      'fineract-platform-tenantid': this.tenant,
      'content-type': 'application/json',
    };
    const init =
      body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
    return fetch(this.baseUrl + path, init);
  }
}

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
