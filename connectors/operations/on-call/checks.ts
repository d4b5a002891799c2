/** Whether somebody would be called, before there is a reason to. */
import { found, type Check, type Finding } from '../../common/check';
import { gapsOf } from './duty';
import type { Mailer } from './mail';
import type { MailEnvironment } from './mail-settings';
import type { OnCallTenant } from './settings';

const shownMax = 3;

/** Of the server that takes e-mails, and of each tenant. */
export function onCallChecks(
  tenants: readonly OnCallTenant[],
  mailer: Pick<Mailer, 'verify'> | undefined,
  environment: MailEnvironment,
): Check[] {
  const addressed = tenants.filter(({ settings: { people } }) =>
    Object.values(people).some(({ email }) => email !== undefined),
  );
  const mail: Check = {
    what: 'the server for e-mails',
    isForStart: true,
    run: () => mailFinding(mailer, addressed.length > 0),
  };
  const password: Check = {
    what: 'the password for e-mails',
    isForStart: true,
    run: () => Promise.resolve(passwordFinding(environment)),
  };
  return [mail, password, ...tenants.flatMap(checksOfTenant)];
}

function passwordFinding(environment: MailEnvironment): Finding {
  const { ON_CALL_SMTP_PASSWORD: password, ON_CALL_SMTP_TLS: security } = environment;
  if (password === undefined) return found.ok('there is none');
  if (security !== 'none') return found.ok('goes by TLS');
  return found.warn(
    'goes to the server without TLS: anybody on the way can read it, and send e-mails in our name',
    'Set ON_CALL_SMTP_TLS to starttls or tls.',
  );
}

async function mailFinding(
  mailer: Pick<Mailer, 'verify'> | undefined,
  isNeeded: boolean,
): Promise<Finding> {
  if (mailer === undefined) {
    if (!isNeeded) return found.ok('is not set, and nobody has an e-mail address');
    return found.fail(
      'is not set: people in onCall.people have e-mail addresses, and get none',
      'Set ON_CALL_SMTP_HOST and the other ON_CALL_SMTP_ settings.',
    );
  }
  const told = await mailer.verify();
  if (told.result === 'taken') return found.ok('answers, and lets us in');
  return found.away(
    `does not take e-mails: ${told.why}`,
    'See that it answers at ON_CALL_SMTP_HOST and ON_CALL_SMTP_PORT, with the TLS and the user that are set.',
  );
}

function checksOfTenant({ tenant, settings }: OnCallTenant): Check[] {
  const check = (what: string, look: () => Finding): Check => ({
    ...{ what, tenant, isForStart: true },
    run: () => Promise.resolve(look()),
  });
  return [
    check('who is on call', () => peopleFinding(settings)),
    check('the rota', () => rotaFinding(settings)),
    check('the webhooks of calls', () => webhooksFinding(settings)),
  ];
}

type Settings = OnCallTenant['settings'];

function peopleFinding({ people, webhooks }: Settings): Finding {
  const names = Object.keys(people);
  if (names.length > 0)
    return found.ok(`${names.length} ${names.length === 1 ? 'person' : 'people'}`);
  const what = 'nobody is in onCall.people';
  const whatToDo = 'Put those into the tenant’s file who are to be called when money is stuck.';
  if (Object.keys(webhooks).length > 0) return found.warn(`${what}: only webhooks are called`);
  return found.fail(`${what}: nobody is called, whatever happens`, whatToDo);
}

function rotaFinding({ duty, people }: Settings): Finding {
  if (duty === undefined) {
    return found.ok(
      Object.keys(people).length > 0 ? 'all are on duty at all times' : 'there is none',
    );
  }
  const gaps = gapsOf({ duty });
  if (gaps.length === 0) return found.ok('somebody is on duty at all times');
  const more = gaps.length > shownMax ? ` and ${gaps.length - shownMax} times more` : '';
  return found.warn(
    `nobody is on duty ${gaps.slice(0, shownMax).join(', ')}${more}: everybody is called then`,
    'Fill the gap in onCall.duty.',
  );
}

function webhooksFinding({ people, webhooks }: Settings): Finding {
  const all = [
    ...Object.entries(webhooks),
    ...Object.entries(people).map(([name, { webhook }]) => [name, webhook] as const),
  ];
  const open = all.filter(([, webhook]) => webhook?.url.startsWith('http://'));
  if (open.length === 0) return found.ok('all are https');
  return found.warn(
    `no TLS to that of ${open.map(([name]) => name).join(', ')}: anybody on the way can read what is stuck`,
    'Use an address that begins with https://.',
  );
}
