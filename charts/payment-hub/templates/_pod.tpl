{{/* The settings of a process, `NAME: value`. `.root`, `.process`. */}}
{{- define "payment-hub.environment" -}}
{{- $root := .root -}}{{- $process := .process -}}{{- $values := $root.Values -}}
{{- $dataPath := ($root.Files.Get "files/roles.yaml" | fromYaml).dataPath -}}
{{- $env := dict "HUB_MANAGEMENT_HOST" "0.0.0.0" "HUB_MANAGEMENT_PORT" "5000" -}}
{{- $_ := set $env "HUB_SHUTDOWN_GRACE_MS" (mul $values.shutdownGraceSeconds 1000 | toString) -}}
{{- if $process.is.tenants -}}{{- $_ := set $env "HUB_TENANTS_DIRECTORY" "/etc/payment-hub/tenants" -}}{{- end -}}
{{- if $process.is.feeRules -}}{{- $_ := set $env "FEE_RULES_DIRECTORY" "/etc/payment-hub/fee-rules" -}}{{- end -}}
{{- if $process.is.engine -}}
  {{- $_ := set $env "ZEEBE_ADDRESS" $values.engine.address -}}
  {{- if $values.engine.tls.enabled -}}
    {{- $_ := set $env "ZEEBE_TLS" "true" -}}
    {{- if or $values.engine.tls.ca.secret $values.engine.tls.own.secret -}}{{- $_ := set $env "ZEEBE_TLS_DIRECTORY" "/etc/payment-hub/tls/engine" -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- if has "ENGINE_NAME" $process.known -}}{{- $_ := set $env "ENGINE_NAME" $process.engine -}}{{- end -}}
{{- if and $values.engines.configMap $process.is.engines -}}
  {{- if has "ENGINES_PATH" $process.known -}}{{- $_ := set $env "ENGINES_PATH" "/etc/payment-hub/engines/engines.yaml" -}}{{- end -}}
  {{- if has "ENGINES_TLS_DIRECTORY" $process.known -}}{{- $_ := set $env "ENGINES_TLS_DIRECTORY" "/etc/payment-hub/tls/engines" -}}{{- end -}}
{{- end -}}
{{- if $process.is.kafka -}}
  {{- $_ := set $env "KAFKA_BROKERS" (join "," $values.kafka.brokers) -}}
  {{- if $values.kafka.tls.enabled -}}
    {{- $_ := set $env "KAFKA_TLS" "true" -}}
    {{- if or $values.kafka.tls.ca.secret $values.kafka.tls.own.secret -}}{{- $_ := set $env "KAFKA_TLS_DIRECTORY" "/etc/payment-hub/tls/kafka" -}}{{- end -}}
  {{- end -}}
  {{- with $values.kafka.sasl -}}
    {{- if .username -}}
      {{- $_ := set $env "KAFKA_SASL_MECHANISM" .mechanism -}}
      {{- $_ := set $env "KAFKA_SASL_USERNAME" .username -}}
      {{- if .password.secret -}}{{- $_ := set $env "KAFKA_SASL_PASSWORD_FILE" "/etc/payment-hub/settings/KAFKA_SASL_PASSWORD" -}}{{- end -}}
    {{- end -}}
  {{- end -}}
  {{- if has "DECISION_RELAY_KAFKA" $process.known -}}{{- $_ := set $env "DECISION_RELAY_KAFKA" "true" -}}{{- end -}}
{{- end -}}
{{- if $process.is.elasticsearch -}}
  {{- $_ := set $env "ELASTICSEARCH_URLS" (join "," $values.elasticsearch.urls) -}}
  {{- with $values.elasticsearch -}}
    {{- if .apiKey.secret -}}{{- $_ := set $env "ELASTICSEARCH_API_KEY_FILE" "/etc/payment-hub/settings/ELASTICSEARCH_API_KEY" -}}
    {{- else if .username -}}
      {{- $_ := set $env "ELASTICSEARCH_USERNAME" .username -}}
      {{- $_ := set $env "ELASTICSEARCH_PASSWORD_FILE" "/etc/payment-hub/settings/ELASTICSEARCH_PASSWORD" -}}
    {{- end -}}
    {{- if or .tls.ca.secret .tls.own.secret -}}{{- $_ := set $env "ELASTICSEARCH_TLS_DIRECTORY" "/etc/payment-hub/tls/elasticsearch" -}}{{- end -}}
  {{- end -}}
{{- end -}}
{{- range $process.ports -}}
  {{- $_ := set $env .setting (toString .number) -}}
  {{- $_ := set $env (.setting | trimSuffix "_PORT" | printf "%s_HOST") "0.0.0.0" -}}
{{- end -}}
{{- range $process.disks -}}{{- $_ := set $env .setting .path -}}{{- end -}}
{{- if $process.is.spool -}}{{- $_ := set $env "MESSAGE_JOURNAL_SPOOL_DIRECTORY" (printf "%s/message-journal" $dataPath) -}}{{- end -}}
{{- range $process.tls -}}
  {{- $setting := printf "%s_TLS_DIRECTORY" (.role | upper | replace "-" "_") -}}
  {{- if not (has $setting $process.known) -}}{{- fail (printf "\nroles.%s.serverTls: the role serves no TLS by itself; let an ingress do it" .role) -}}{{- end -}}
  {{- $_ := set $env $setting (printf "/etc/payment-hub/tls/%s" .role) -}}
{{- end -}}
{{- range $name, $value := $process.settings -}}
  {{- $_ := set $env $name (kindIs "float64" $value | ternary (int64 $value) $value | toString) -}}
{{- end -}}
{{- range $name, $from := $process.secrets -}}{{- $_ := set $env (printf "%s_FILE" $name) (printf "/etc/payment-hub/settings/%s" $name) -}}{{- end -}}
{{- $env | toYaml -}}
{{- end -}}

{{/* What is mounted, `[{name, path, source}]`. `.root`, `.process`. */}}
{{- define "payment-hub.mounts" -}}
{{- $root := .root -}}{{- $process := .process -}}{{- $values := $root.Values -}}
{{- $mounts := list -}}
{{- if $process.is.tenants -}}
  {{- $source := ternary (dict "secret" (dict "secretName" $values.tenants.configMap)) (dict "configMap" (dict "name" $values.tenants.configMap)) $values.tenants.isSecret -}}
  {{- $mounts = append $mounts (dict "name" "tenants" "path" "/etc/payment-hub/tenants" "source" $source) -}}
  {{- if $process.tenantSecrets -}}
    {{- $sources := list -}}
    {{- range $process.tenantSecrets -}}{{- $sources = append $sources (dict "secret" (dict "name" .)) -}}{{- end -}}
    {{- $mounts = append $mounts (dict "name" "tenant-secrets" "path" "/etc/payment-hub/secrets" "source" (dict "projected" (dict "sources" $sources))) -}}
  {{- end -}}
{{- end -}}
{{- if and $process.is.feeRules $values.feeRules.configMap -}}
  {{- $mounts = append $mounts (dict "name" "fee-rules" "path" "/etc/payment-hub/fee-rules" "source" (dict "configMap" (dict "name" $values.feeRules.configMap))) -}}
{{- end -}}
{{- if and $values.engines.configMap $process.is.engines -}}
  {{- /* The folder and not the file: so a change of it arrives without a restart. */ -}}
  {{- $mounts = append $mounts (dict "name" "engines" "path" "/etc/payment-hub/engines" "source" (dict "configMap" (dict "name" $values.engines.configMap))) -}}
  {{- if has "ENGINES_TLS_DIRECTORY" $process.known -}}
    {{- $mounts = append $mounts (dict "name" "tls-engines" "path" "/etc/payment-hub/tls/engines" "source" (dict "secret" (dict "secretName" $values.engines.tlsSecret))) -}}
  {{- end -}}
{{- end -}}
{{- range $what := list "engine" "kafka" "elasticsearch" -}}
  {{- $tls := (index $values $what).tls -}}
  {{- if and (index $process.is $what) (or (eq $what "elasticsearch") $tls.enabled) (or $tls.ca.secret $tls.own.secret) -}}
    {{- $sources := list -}}
    {{- with $tls.ca -}}{{- if .secret -}}{{- $sources = append $sources (dict "secret" (dict "name" .secret "items" (list (dict "key" .key "path" "ca.crt")))) -}}{{- end -}}{{- end -}}
    {{- with $tls.own -}}{{- if .secret -}}{{- $sources = append $sources (dict "secret" (dict "name" .secret "items" (list (dict "key" .certificateKey "path" "tls.crt") (dict "key" .privateKeyKey "path" "tls.key")))) -}}{{- end -}}{{- end -}}
    {{- $mounts = append $mounts (dict "name" (printf "tls-%s" $what) "path" (printf "/etc/payment-hub/tls/%s" $what) "source" (dict "projected" (dict "sources" $sources))) -}}
  {{- end -}}
{{- end -}}
{{- if has "switch" $process.speaksTo -}}
  {{- range $name, $secret := $values.tenants.tls -}}
    {{- $mounts = append $mounts (dict "name" (printf "tls-tenant-%s" $name) "path" (printf "/etc/payment-hub/tls/tenants/%s" $name) "source" (dict "secret" (dict "secretName" $secret))) -}}
  {{- end -}}
{{- end -}}
{{- range $process.tls -}}
  {{- $mounts = append $mounts (dict "name" (printf "tls-%s" .role) "path" (printf "/etc/payment-hub/tls/%s" .role) "source" (dict "secret" (dict "secretName" .secret))) -}}
{{- end -}}
{{- $files := list -}}
{{- range $name, $from := $process.secrets -}}{{- $files = append $files (dict "name" $name "from" $from) -}}{{- end -}}
{{- if and $process.is.kafka $values.kafka.sasl.username $values.kafka.sasl.password.secret -}}{{- $files = append $files (dict "name" "KAFKA_SASL_PASSWORD" "from" $values.kafka.sasl.password) -}}{{- end -}}
{{- if $process.is.elasticsearch -}}
  {{- if $values.elasticsearch.apiKey.secret -}}{{- $files = append $files (dict "name" "ELASTICSEARCH_API_KEY" "from" $values.elasticsearch.apiKey) -}}
  {{- else if $values.elasticsearch.username -}}{{- $files = append $files (dict "name" "ELASTICSEARCH_PASSWORD" "from" $values.elasticsearch.password) -}}
  {{- end -}}
{{- end -}}
{{- if $files -}}
  {{- $sources := list -}}
  {{- range $files -}}{{- $sources = append $sources (dict "secret" (dict "name" .from.secret "items" (list (dict "key" .from.key "path" .name)))) -}}{{- end -}}
  {{- $mounts = append $mounts (dict "name" "settings" "path" "/etc/payment-hub/settings" "source" (dict "projected" (dict "sources" $sources))) -}}
{{- end -}}
mounts:
{{- $mounts | toYaml | nindent 2 }}
{{- end -}}

{{/* What every container of the hub is: it writes nothing but its data, and may do nothing to its machine. */}}
{{- define "payment-hub.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "payment-hub.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ int .Values.runAsUser }}
runAsGroup: {{ int .Values.runAsUser }}
fsGroup: {{ int .Values.runAsUser }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* Labels of a pod beyond its selector: policies go by them. */}}
{{- define "payment-hub.reachLabels" -}}
payment-hub/half: {{ ternary (first .process.halves) "both" (eq (len .process.halves) 1) }}
{{- if .process.is.engine }}
payment-hub/reaches-engine: "yes"
{{- end }}
{{- end -}}
