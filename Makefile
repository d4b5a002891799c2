# Thin on purpose: what the targets do is in test/, in TypeScript.
run := node test/run.js

.DEFAULT_GOAL := help
.PHONY: help demo demo-audit up down unit watch lint test faults engines hunt hunt-engine hunt-real e2e-real e2e-reconciliation conformance conformance-switch check bench-payment bench-records bench-kills bench-recovery bench-fspiop bench-fee-rules fuzz-fee-rules monitoring faults-fee-rules faults-zeebe-bridge bench-fee-stream bench-kafka-door bench-elasticsearch-door bench-indexer bench-operations bench-page bench-zeebe-bridge bench-audit-log bench-message-journal kubernetes barebone brokers

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1|/p' Makefile | awk -F'|' '{ printf "%-26s%s\n", $$1, $$2 }'
	@echo
	@echo "  PORT_BASE=n moves all ports (make up: 8500 and those that follow). PAYMENT_HUB_CACHE: where"
	@echo "  downloads are kept. ARGS='...' goes to jest: make test ARGS=connectors/channel. NODE_VERSION=24: any"
	@echo "  target on that Node, fetched from npm."

demo: node ## seven payments between two banks, told and checked; stops all it started
	@$(run) test/demo/main.ts

demo-audit: node ## one payment, found afterwards by the payee's number, its story told and proven; stops all it started
	@$(run) test/demo-audit/main.ts

up: node ## starts everything and leaves it running; prints addresses and curl lines; HUB_SHAPE=engine: without Kafka, Elasticsearch
	@$(run) test/kit/stack/up/main.ts

down: node ## stops what make up has left running
	@$(run) test/kit/stack/up/down.ts

unit: node ## the tests that need no Java, no broker and no minutes; ARGS=connectors/channel for one part
	@$(run) test/run-unit.ts $(ARGS)

watch: node ## the same, again and again, of what was changed since the last commit
	@$(run) test/run-unit.ts $(ARGS) --watch

lint: packages ## types, ESLint, format, imports, dead code; also part of make test
	@npx tsc --noEmit && npm run -s lint

test: node ## every test
	@$(run) test/run-tests.ts $(ARGS)

monitoring: node ## the alert rules on the whole stack, hurt in every way under load: each calls, and nothing else does
	@MONITORING_FAULTS=all $(run) test/run-tests.ts test/integration/monitoring

kubernetes: node ## all checks of chart, manifests and image; makes helm-unittest, kubectl-validate and Kyverno with Go first, once (long)
	@KUBERNETES_CHECKS=all $(run) test/run-tests.ts 'test/(kubernetes|contract/image|integration/image)'

barebone: packages ## k8s/barebone as plain processes under its memory limits and policies (root, nft): memory at 10 payments/s, and the highest rate held (RATES, DURATION_S)
	@npm run -s build && $(run) test/load/bench-barebone.ts

faults: node ## the fault tests with 20 storms of random faults (FAULT_ROUNDS, FAULT_SEED), and the hub killed at every job of every use case
	@FAULT_ROUNDS=$${FAULT_ROUNDS:-20} FAULT_KILLS=every $(run) test/run-tests.ts test/integration/faults

hunt: node ## money bugs hunted in virtual time: SCHEDULES (1000) schedules of faults from SEED (1) on; what goes wrong is told as a story
	@$(run) test/faults/simulation/hunt/main.ts $${SEED:-1} $${SCHEDULES:-1000}

hunt-engine: node ## the hunt's simulated engine against a real broker, step by step, in twelve of its schedules
	@$(run) test/faults/simulation/differential/main.ts

hunt-real: node ## the same on a real broker: STORMS (250) storms of eight payments, kills and stops among them; goes on where it was stopped
	@$(run) test/integration/faults/main.ts

brokers: packages ## payments on three brokers, each partition on all: one is killed, then the two others (RATE, SECONDS)
	@npm run -s build && $(run) test/load/brokers/main.ts

engines: packages ## payments over two engines (PAYMENTS, RATE), one drained, upgraded from BASE and returned, one killed: each is paid once; under the policies of k8s/full/site where root and nft are
	@npm run -s build && $(run) test/load/engines/main.ts

faults-fee-rules: node ## the fee rules' stream handlers and Kafka killed 50 times, and the books audited (FEE_KILLS, FEE_TRANSFERS, FEE_SEED)
	@$(run) test/integration/fee-stream/main.ts

faults-zeebe-bridge: node ## a broker, the bridges and Kafka killed 50 times under load, and gaps looked for on Kafka (BRIDGE_KILLS, BRIDGE_SEED)
	@$(run) test/integration/zeebe-bridge-kills/main.ts

e2e-real: node ## payments over a real Mojaloop switch, on a real Fineract: test/e2e/README.md
	@$(run) test/e2e/real/main.ts "$(ARGS)"

e2e-reconciliation: node ## faults planted in the books of a real Fineract and a real switch, and what hub reconcile finds of them
	@$(run) test/e2e/reconciliation/main.ts

conformance: node ## Mojaloop's own testing toolkit against the hub, both ways; writes the table of test/conformance
	@$(run) test/conformance/main.ts "$(ARGS)"

conformance-switch: node ## the scenarios of a real Mojaloop switch, through the hub: test/conformance/switch/README.md
	@$(run) test/conformance/switch/main.ts "$(ARGS)"

check: test ## all rules and all tests: types, lint, format, dependencies and dead code are tests too

bench-payment: packages ## payments through the hub against workers that do nothing, or against another build (BASE=<commit>)
	@npm run -s bench:payment

bench-records: node ## what a payment costs, counted: engine records of each element of both sides, calls to Fineract
	@$(run) test/load/bench-records.ts

bench-recovery: node ## a role is killed (kill -9) KILLS=50 times in the middle of a payment and started anew: how long until the payment goes on
	@$(run) test/load/bench-recovery.ts

bench-kills: node ## the hub is killed at each moment of a payment, with default timers: which are paid all the same; BASE=<commit> beside it
	@$(run) test/load/bench-kills.ts

bench-fspiop: node ## the FSPIOP server, signatures checked, against bare express; the CPU of signatures
	@$(run) test/load/bench-fspiop.ts

bench-fee-rules: node ## the fee rules' engine against code written by hand and json-rules-engine; writes the README's table
	@$(run) test/load/bench-fee-rules.ts

fuzz-fee-rules: node ## the fee rules' random tests, 25 times as many as in make test (FUZZ_FACTOR)
	@FUZZ_FACTOR=$${FUZZ_FACTOR:-25} $(run) test/run-tests.ts connectors/fee-rules

bench-kafka-door: node ## the Kafka door's publisher against kafkajs' own send of the same batches (ROUNDS, BATCHES)
	@$(run) test/load/bench-doors.ts kafka

bench-zeebe-bridge: node ## bulks through the bridge into Kafka, against services that only parse them (ROUNDS, BULKS)
	@$(run) test/load/bench-zeebe-bridge.ts

bench-audit-log: node ## records a second that the audit log signs, and that hub audit verify checks (ROUNDS, RECORDS)
	@$(run) test/load/bench-audit-log.ts

bench-indexer: node ## an engine's records through the indexer into Elasticsearch, against the client's own bulk helper (ROUNDS, RECORDS)
	@$(run) test/load/bench-indexer.ts

bench-message-journal: node ## CPU of a message of the journal, from request to Kafka, against a publisher of finished records (ROUNDS, MESSAGES)
	@$(run) test/load/bench-message-journal.ts

bench-operations: packages ## operators' ten common questions, a story and reports over PAYMENTS (1,000,000) on a real Elasticsearch and Kafka (ROUNDS, IDLE_S)
	@npm run -s build && $(run) test/load/bench-operations.ts

bench-page: packages ## the operators' page in Chromium over PAYMENTS (1,000,000): first view, click to readable, INP of long lists, memory over MINUTES (60)
	@npm run -s build && $(run) test/load/bench-page.ts

bench-elasticsearch-door: node ## the Elasticsearch door's bulk against the client's own bulk helper (ROUNDS, BATCHES)
	@$(run) test/load/bench-doors.ts elasticsearch

bench-fee-stream: node ## transfers a second through the fee rules' stream handler, with 1 and 1,000 rules
	@$(run) test/load/bench-fee-stream.ts

.PHONY: packages node
packages: node
	@$(run)
node:
	@command -v node >/dev/null || { echo "Node is missing: install Node 20.19 or later from https://nodejs.org." >&2; exit 1; }
