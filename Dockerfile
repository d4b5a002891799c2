# One image, many roles: `docker run payment-hub start mojaloop`, `docker run payment-hub deploy`.
FROM node:24-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
# No package needs its install script; without them nothing foreign runs while building.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY connectors connectors
COPY bpmn bpmn
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production \
    HUB_TENANTS_DIRECTORY=/etc/payment-hub/tenants \
    FEE_RULES_DIRECTORY=/etc/payment-hub/fee-rules \
    HUB_MANAGEMENT_HOST=0.0.0.0 \
    CHANNEL_HOST=0.0.0.0 \
    MOJALOOP_HOST=0.0.0.0 \
    FEE_RULES_ADMINISTRATION_HOST=0.0.0.0 \
    OBLIGATIONS_HOST=0.0.0.0 \
    OPERATIONS_HOST=0.0.0.0 \
    DECISION_RELAY_INCIDENTS_HOST=0.0.0.0 \
    ZEEBE_BRIDGE_HOST=0.0.0.0 \
    FEE_ENTRIES_DIRECTORY=/var/lib/payment-hub \
    DECISION_RELAY_INCIDENTS_FILE=/var/lib/payment-hub/incidents.json \
    MESSAGE_JOURNAL_SPOOL_DIRECTORY=/var/lib/payment-hub/message-journal
WORKDIR /app
COPY --from=build /build/node_modules node_modules
COPY --from=build /build/package.json ./
COPY --from=build /build/dist dist
# No fees unless rules are mounted there.
RUN mkdir -p /etc/payment-hub/fee-rules
# Where the role decision-relay keeps open incidents, if it is told to, obligations the ids of older entries, and the roles
# that pay the messages that wait for Kafka: a volume (no tmpfs, which is memory). Nothing else is written: run
# with a read-only root file system.
RUN mkdir -p /var/lib/payment-hub && chown node:node /var/lib/payment-hub
# The user `node`, by number: Kubernetes lets nobody start as a name that might be root's.
USER 1000:1000
EXPOSE 5000 5001 5002 5003 5004 5005 5006
# The hub is process 1: it handles SIGTERM itself and starts no children.
ENTRYPOINT ["node", "dist/connectors/main.js"]
CMD ["start", "all"]
