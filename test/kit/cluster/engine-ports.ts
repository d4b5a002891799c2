/** Where each engine listens, as in a cluster: each has an address of its own. */
export const enginePorts = {
  kafka: { broker: 9092, controller: 9090 },
  /** The first is the door with TLS, the second what is behind it. */
  elasticsearch: { secure: 9200, http: 9201, transport: 9300 },
  broker: { gateway: 26_500, command: 26_501, internal: 26_502, management: 9600, rest: 8080 },
  gateway: { grpc: 26_500, internal: 26_502, management: 9600, rest: 8080 },
} as const;
