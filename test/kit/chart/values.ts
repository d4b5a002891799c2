/** The values of the chart: values.yaml, its schema and the table of its README are made of this. */
import { z } from 'zod';
import { callers, chartRoles, outsiders, type ChartRole } from './roles';

const text = (standard = '') => z.string().default(standard);
const flag = (standard: boolean) => z.boolean().default(standard);
const name = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/);
/** Also the name of a volume, with `tls-tenant-` before it. */
const label = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/);
/** Of Kubernetes, and passed on to it as they are. */
const passed = z.record(z.string(), z.unknown());
const passedList = () => z.array(passed).default([]);
const labels = (standard: Record<string, string> = {}) =>
  z.record(z.string(), z.string()).default(standard);
const group = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.strictObject(shape).prefault({} as never);

const fromSecret = (standardKey: string) =>
  group({
    secret: text().describe('Name of the Secret; empty: none'),
    key: text(standardKey).describe('Key in it'),
  });
const authority = fromSecret('ca.crt').describe(
  'Certificate of the authority that is believed; none: the public ones',
);
const ownCertificate = group({
  secret: text().describe('Name of the Secret; empty: none'),
  certificateKey: text('tls.crt').describe('Key of the certificate in it'),
  privateKeyKey: text('tls.key').describe('Key of its private key in it'),
}).describe('Our own certificate, where one is asked for');

const peers = z
  .array(
    z.strictObject({
      podSelector: passed.optional(),
      namespaceSelector: passed.optional(),
      ipBlock: z
        .strictObject({ cidr: z.string(), except: z.array(z.string()).optional() })
        .optional(),
    }),
  )
  .default([]);
const ports = (...standard: number[]) =>
  z.array(z.int().min(1).max(65_535)).default(standard).describe('Ports, as their pods have them');

const image = group({
  repository: text('payment-hub').describe('Where the image is, with its registry'),
  tag: text().describe('Its tag; empty: the version of the hub that this chart is of'),
  digest: z
    .string()
    .regex(/^(sha256:[0-9a-f]{64})?$/)
    .default('')
    .describe(
      '`sha256:...`, and the tag counts no more: nobody can put another image in its place',
    ),
  pullPolicy: z
    .enum(['IfNotPresent', 'Always', 'Never'])
    .default('IfNotPresent')
    .describe('When it is fetched'),
  pullSecrets: z.array(name).default([]).describe('Names of the Secrets to fetch it with'),
}).describe('The one image of all roles');

const engine = group({
  names: z
    .array(name)
    .default([])
    .describe(
      'ENGINE_NAME of the engine; empty: `main`, which is alone. A release of the operations half alone follows several',
    ),
  address: text().describe('The gateway’s gRPC address, `host:port`'),
  tls: group({
    enabled: flag(false).describe('Talk TLS to the gateway'),
    ca: authority,
    own: ownCertificate,
  }),
}).describe('The Zeebe cluster');

const kafka = group({
  brokers: z
    .array(z.string())
    .default([])
    .describe('Where Kafka is met first, `host:port`; empty: no Kafka'),
  tls: group({
    enabled: flag(false).describe('Talk TLS to the brokers'),
    ca: authority,
    own: ownCertificate,
  }),
  sasl: group({
    mechanism: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512'])
      .default('scram-sha-512')
      .describe('How the user is authenticated'),
    username: text().describe('User at the brokers; empty: no SASL'),
    password: fromSecret('password').describe('That user’s password'),
  }),
}).describe('The Kafka cluster');

const elasticsearch = group({
  urls: z
    .array(z.string())
    .default([])
    .describe('Where Elasticsearch is, `https://host:9200`; empty: none'),
  username: text().describe('User, where there is no API key'),
  password: fromSecret('elastic').describe('That user’s password'),
  apiKey: fromSecret('encoded').describe('API key, as Elasticsearch gives it under `encoded`'),
  tls: group({ ca: authority, own: ownCertificate }),
}).describe('The Elasticsearch cluster');

/** Of these three alone: the hub asks for no others, and a misspelt one would be no limit at all. */
const amounts = z
  .strictObject({
    cpu: z.string().optional(),
    memory: z.string().optional(),
    'ephemeral-storage': z.string().optional(),
  })
  .optional();
const resources = z
  .strictObject({ requests: amounts, limits: amounts })
  .default({
    requests: { cpu: '100m', memory: '160Mi', 'ephemeral-storage': '64Mi' },
    limits: { cpu: '2', memory: '512Mi', 'ephemeral-storage': '1Gi' },
  })
  .describe('Of the container');

const engines = group({
  configMap: text().describe(
    'ConfigMap with `engines.yaml`, the file that names all of them (ENGINES_PATH); empty: this engine is alone. A change arrives without a restart',
  ),
  tlsSecret: text().describe(
    'Secret with `tls.crt`, `tls.key` and `ca.crt`: what each engine shows to the others, and by which it lets them in',
  ),
}).describe('Other engines that work for the same tenants');

const ofEachRole = {
  replicas: z
    .int()
    .min(0)
    .default(2)
    .describe('How many; where `autoscaling.by` is not `none`: at the start'),
  resources,
  autoscaling: group({
    by: z
      .enum(['none', 'cpu', 'work'])
      .default('none')
      .describe(
        '`cpu`: a HorizontalPodAutoscaler. `work`: a KEDA ScaledObject, by CPU and by jobs under way (with `monitoring.prometheusAddress`) or by how far the role is behind on Kafka',
      ),
    replicasMin: z.int().min(1).default(2).describe('Never fewer'),
    replicasMax: z.int().min(1).default(6).describe('Never more'),
    cpuPercent: z
      .int()
      .min(1)
      .max(1_000)
      .default(70)
      .describe('CPU of a process, of what it requests'),
    jobsPerReplica: z
      .int()
      .min(1)
      .default(64)
      .describe('Jobs that a process should be working on; it takes 128 at most'),
    lagPerReplica: z
      .int()
      .min(1)
      .default(50_000)
      .describe('Records that one process may be behind'),
  }).describe('More of them when there is more to do. Roles of which there is one are left alone'),
  disk: group({
    size: text('10Gi').describe('How large'),
    storageClass: text().describe('Its class; empty: the cluster’s own'),
    existingClaim: text().describe('Name of a claim of yours, instead of one of the chart'),
  }).describe('For roles that keep something: a claim that stays when the release goes'),
  service: group({
    type: z
      .enum(['ClusterIP', 'NodePort', 'LoadBalancer'])
      .default('ClusterIP')
      .describe('How the role is reached'),
    annotations: labels().describe('Of the Service'),
  }).describe('For roles with a port'),
  maxUnavailable: z
    .union([z.int().min(0), z.string().regex(/^\d+%$/)])
    .default(1)
    .describe('Of the PodDisruptionBudget, for two or more'),
  podLabels: labels().describe('More labels of the pods'),
  podAnnotations: labels().describe('Annotations of the pods'),
  nodeSelector: labels().describe('Nodes that it may run on'),
  tolerations: passedList().describe('Taints that it puts up with'),
  affinity: passed.default({}).describe('Of the pods'),
  spread: z
    .array(
      z.strictObject({
        topologyKey: z.string(),
        whenUnsatisfiable: z.enum(['ScheduleAnyway', 'DoNotSchedule']),
      }),
    )
    .default([
      { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ])
    .describe('Over what the pods of a role are spread evenly'),
  priorityClassName: text().describe('Of the pods'),
};

/** What the chart says by values of its own; saying it twice would leave open which counts. */
const ownSettings =
  /^(HUB_|ENGINE_NAME$|ENGINES_PATH$|ZEEBE_(ADDRESS|TLS|CA_CERTIFICATE|TLS_DIRECTORY)$|KAFKA_(BROKERS|TLS|SASL)|ELASTICSEARCH_)|^(CHANNEL|CHANNEL_ENGINES|MOJALOOP|MOJALOOP_ENGINES|FEE_RULES_ADMINISTRATION|OBLIGATIONS|OPERATIONS|ZEEBE_BRIDGE)_(HOST|PORT)$|_TLS_DIRECTORY$|^(FEE_RULES|AUDIT_LOG|FEE_ENTRIES|MESSAGE_JOURNAL_SPOOL)_DIRECTORY$|^DECISION_RELAY_INCIDENTS_|^DECISION_RELAY_KAFKA$/;
const secretSettings = /_(SECRET|PASSWORD|SIGNING_KEY|API_KEY|COOKIE_KEYS)$/;

const settingValue = z.union([z.string(), z.boolean(), z.int()]);
const secretValue = z.strictObject({ secret: name, key: z.string().min(1) });

interface SettingValues {
  readonly plain: z.ZodType;
  readonly secret: z.ZodType;
}
type SettingsOfAll = ReadonlyMap<string, SettingValues>;

/** Made once for all roles: so the schema says it once. */
function settingsOfAll(roles: readonly ChartRole[]): SettingsOfAll {
  const described = new Map(roles.flatMap(({ settings }) => Object.entries(settings)));
  return new Map(
    [...described]
      .filter(([setting]) => !ownSettings.test(setting))
      .map(([setting, what]) => [
        setting,
        {
          plain: settingValue.describe(what).optional(),
          secret: secretValue.describe(what).optional(),
        },
      ]),
  );
}

function settingsIn(roles: readonly ChartRole[], all: SettingsOfAll) {
  const known = new Set(roles.flatMap(({ settings }) => Object.keys(settings)));
  const open = [...all].filter(([setting]) => known.has(setting));
  const plain = open.filter(([setting]) => !secretSettings.test(setting));
  return {
    settings: z
      .strictObject(Object.fromEntries(plain.map(([key, values]) => [key, values.plain])))
      .default({})
      .describe('Settings of the environment (connectors/SETTINGS.md) that no value here is for'),
    secretSettings: z
      .strictObject(Object.fromEntries(open.map(([key, values]) => [key, values.secret])))
      .default({})
      .describe(
        'The same out of a Secret, `NAME: {secret, key}`: mounted as files, for this role alone',
      ),
  };
}

function roleValues(role: ChartRole, all: SettingsOfAll) {
  return z
    .strictObject({
      enabled: z.boolean().default(role.ofPayments).describe('Is there one?'),
      ...settingsIn([role], all),
      tenantSecrets: text().describe(
        'Secret with the files that tenant files name, for this role alone, instead of `tenants.secrets`',
      ),
      serverTls: text().describe(
        'Secret with `tls.crt`, `tls.key` and, to let in only clients with a certificate of that authority, `ca.crt`',
      ),
      ...ofEachRole,
    })
    .partial()
    .default({})
    .describe(
      `The role ${role.name}: what is other than in \`roleDefaults\`, and what it alone has`,
    );
}

const outside = (whom: string, ...standard: number[]) =>
  group({
    peers: peers.describe(`Where ${whom} are: NetworkPolicyPeers`),
    ports: ports(...standard),
  });

const networkPolicy = group({
  enabled: flag(true).describe('Who may reach whom: see the table in this README'),
  dns: group({
    peers: peers
      .default([
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
      ])
      .describe('Where names are asked for'),
    ports: ports(53),
  }),
  engine: group({
    namespace: text().describe('Where the engine runs; empty: where this release does'),
    gatewayLabels: labels({ 'app.kubernetes.io/component': 'zeebe-gateway' }).describe(
      'Of the gateway’s pods',
    ),
    brokerLabels: labels({ 'app.kubernetes.io/component': 'zeebe-broker' }).describe(
      'Of the brokers’ pods',
    ),
    ports: ports(26_500),
    guard: flag(true).describe(
      'Make policies for gateway and brokers too: nobody but them and this hub’s roles with jobs reaches them. One release for each engine must',
    ),
    brokersMayReach: z
      .array(passed)
      .default([])
      .describe(
        'More egress rules of the brokers, as NetworkPolicies have them: a store for backups',
      ),
  }),
  kafka: group({
    peers: peers
      .default([{ podSelector: { matchLabels: { 'strimzi.io/kind': 'Kafka' } } }])
      .describe('Where Kafka is'),
    ports: ports(9092, 9093),
  }),
  elasticsearch: group({
    peers: peers
      .default([
        { podSelector: { matchLabels: { 'common.k8s.elastic.co/type': 'elasticsearch' } } },
      ])
      .describe('Where Elasticsearch is'),
    ports: ports(9200),
  }),
  to: group({
    apps: outside('the DFSPs’ apps, at their callback addresses,', 443),
    switch: outside('the switches', 443),
    fineract: outside('the Fineract servers', 443),
    identity: outside('the identity providers, for their keys,', 443),
    'on-duty': outside('mail server and web hooks of who is on duty', 443, 465, 587),
    engines: outside('the other engines’ doors', 5010, 5011),
  } satisfies Record<(typeof outsiders)[number] | 'engines', z.ZodType>).describe(
    'Whom else roles speak to; nobody, unless it is said here',
  ),
  from: group({
    apps: peers.describe('Who may call the channel: an ingress controller'),
    switch: peers.describe(
      'Who may call the FSPIOP server: the ingress controller of the switch’s side',
    ),
    operators: peers.describe(
      'Who may call the APIs for people: operations, obligations, fee rules',
    ),
    engines: peers.describe('Who may hand on messages and requests: the other engines'),
    monitoring: peers.describe('Who may read metrics: Prometheus'),
  } satisfies Record<
    Exclude<(typeof callers)[number], 'brokers'> | 'engines' | 'monitoring',
    z.ZodType
  >).describe('Who calls; nobody, unless it is said here'),
}).describe('NetworkPolicies');

const deploy = group({
  enabled: flag(true).describe('A Job after each install and upgrade: `hub deploy`, workers first'),
  waitSeconds: z
    .int()
    .min(0)
    .max(3_600)
    .default(300)
    .describe('How long the engine may take to answer'),
  resources,
}).describe('The processes of this version, brought to the engine');

const monitoring = group({
  prometheusAddress: text().describe(
    'Where KEDA asks Prometheus, `http://prometheus.monitoring:9090`',
  ),
  podMonitor: group({
    enabled: flag(false).describe('For the Prometheus operator'),
    interval: text('30s').describe('How often'),
    labels: labels().describe('By which your Prometheus finds it'),
  }),
  rules: group({
    enabled: flag(false).describe('The alert rules of k8s/monitoring as PrometheusRule'),
    labels: labels().describe('By which your Prometheus finds them'),
  }),
  dashboards: group({
    enabled: flag(false).describe('The dashboards of k8s/monitoring as ConfigMaps'),
    labels: labels({ grafana_dashboard: '1' }).describe('By which your Grafana finds them'),
  }),
});

const exposed = [
  'channel',
  'mojaloop',
  'operations',
  'obligations',
  'fee-rules-administration',
] as const;
const path = z.string().startsWith('/').optional();
const ingress = group({
  className: text().describe('Of the IngressClass'),
  annotations: labels().describe('Of each Ingress: your controller’s own'),
  hosts: z
    .partialRecord(
      z.enum(exposed),
      z.strictObject({ host: name, tlsSecret: name.optional(), path }),
    )
    .default({})
    .describe(
      '`<role>: {host, tlsSecret, path}`. For `mojaloop` the controller must pass TLS through, or ask for client certificates itself (annotations)',
    ),
  annotationsOf: z
    .partialRecord(z.enum(exposed), labels())
    .default({})
    .describe('`<role>: {...}`: more, for one of them'),
}).describe('Ingresses, one for each role that has a host');
const gateway = group({
  parents: z
    .array(passed)
    .default([])
    .describe(
      'Gateways that the routes belong to, as `parentRefs`; those of TLSRoutes stand in `tlsParents`',
    ),
  tlsParents: z
    .array(passed)
    .default([])
    .describe(
      'The listeners with TLS passthrough, for FSPIOP and other engines: certificates are shown to the hub itself',
    ),
  enginesParents: z
    .array(passed)
    .default([])
    .describe(
      'The same for the doors of engines, which the public need not reach; empty: those of FSPIOP',
    ),
  hosts: z
    .partialRecord(
      z.enum([...exposed, 'engines', 'channel-engines']),
      z.strictObject({ host: name, path }),
    )
    .default({})
    .describe(
      '`<role>: {host, path}`; `engines` and `channel-engines` are the doors for other engines, each by the host name of its own that `engines.yaml` has',
    ),
}).describe(
  'Routes of the Gateway API: HTTPRoutes; for `mojaloop` and the doors of engines TLSRoutes',
);

export function valuesSchema() {
  const roles = chartRoles();
  const all = settingsOfAll(roles);
  return z.strictObject({
    nameOverride: text().describe('Instead of `payment-hub` in the names of all that is made'),
    fullnameOverride: text().describe('Instead of release and name'),
    half: z
      .enum(['both', 'realtime', 'operations'])
      .default('both')
      .describe('Which half of the hub this release is: what pays, or what operators work with'),
    layout: z
      .enum(['each', 'halves', 'one'])
      .default('each')
      .describe(
        'A Deployment for each role, one for each half, or one for all (then policies cannot part the halves)',
      ),
    image,
    engine,
    engines,
    kafka,
    elasticsearch,
    tenants: group({
      configMap: text().describe(
        'ConfigMap (or, with `isSecret`, Secret) of the tenant files, `<tenant>.yaml`',
      ),
      isSecret: flag(false).describe('The tenant files are in a Secret'),
      secrets: text().describe(
        'Secret with the files that they name, as `idSecretFile: ../secrets/<key>`',
      ),
      tls: z
        .record(label, name)
        .default({})
        .describe(
          'Secrets with `tls.crt`, `tls.key` and `ca.crt` towards a switch, each by a name of yours: `tlsDirectory: ../tls/tenants/<name>`',
        ),
    }).describe('The DFSPs'),
    feeRules: group({
      configMap: text().describe('ConfigMap of the rule sets; empty: no fees, or those on Kafka'),
    }).describe('The fee rules'),
    settings: settingsIn(roles, all).settings.describe('The same for all roles that know them'),
    shutdownGraceSeconds: z
      .int()
      .min(1)
      .default(20)
      .describe('How long requests and jobs may take to end'),
    roleDefaults: group(ofEachRole).describe(
      'What holds for each role, and for each process of several roles',
    ),
    processes: z
      .strictObject({
        realtime: z.strictObject(ofEachRole).partial(),
        operations: z.strictObject(ofEachRole).partial(),
        all: z.strictObject(ofEachRole).partial(),
      })
      .partial()
      .default({})
      .describe('The same for the processes of the layouts `halves` and `one`'),
    roles: z
      .strictObject(Object.fromEntries(roles.map((role) => [role.name, roleValues(role, all)])))
      .default(roleStandards(roles) as never)
      .describe('Each role'),
    deploy,
    serviceAccount: group({
      create: flag(true).describe('Make one, without rights and without a token in the pods'),
      name: text().describe('Its name; empty: the release’s'),
      annotations: labels().describe('Of it'),
    }),
    runAsUser: z.int().min(1).default(10_001).describe('User and group of the processes'),
    networkPolicy,
    monitoring,
    ingress,
    gateway,
    global: passed.default({}).describe('Of a chart that this one is part of; not read'),
  });
}

/** Of values.yaml: those of payments are there, of what keeps something there is one. */
function roleStandards(roles: readonly ChartRole[]) {
  return Object.fromEntries(
    roles.map(({ name: role, ofPayments, single, disk }) => [
      role,
      {
        enabled: ofPayments,
        ...(single && { replicas: 1 }),
        ...(disk && { disk: { size: disk.size } }),
      },
    ]),
  );
}
