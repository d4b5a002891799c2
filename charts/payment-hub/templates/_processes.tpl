{{/*
The processes of this release, as YAML: each a Deployment of one role or, by `layout`, of several. What a role is and
needs comes from files/roles.yaml, which is made of the roles themselves.
*/}}
{{- define "payment-hub.processes" -}}
{{- $facts := (.Files.Get "files/roles.yaml" | fromYaml).roles -}}
{{- $engineNames := (include "payment-hub.engineNames" . | fromYaml).names -}}
{{- $chosen := list -}}
{{- range $name := keys $facts | sortAlpha -}}
  {{- $half := (index $facts $name).half -}}
  {{- if and (index $.Values.roles $name | default dict).enabled (or (eq $.Values.half "both") (eq $.Values.half $half)) -}}
    {{- $chosen = append $chosen $name -}}
  {{- end -}}
{{- end -}}
{{- $processes := list -}}
{{- if eq .Values.layout "each" -}}
  {{- range $name := $chosen -}}
    {{- $engines := ternary $engineNames (list (first $engineNames)) (index $facts $name).perEngine -}}
    {{- range $engine := $engines -}}
      {{- $own := ternary $name (printf "%s-%s" $name $engine) (eq (len $engines) 1) -}}
      {{- $processes = append $processes (dict "name" $own "roles" (list $name) "engine" $engine "values" (index $.Values.roles $name)) -}}
    {{- end -}}
  {{- end -}}
{{- else -}}
  {{- $groups := ternary (list "realtime" "operations") (list "all") (eq .Values.layout "halves") -}}
  {{- range $group := $groups -}}
    {{- $roles := list -}}
    {{- range $name := $chosen -}}
      {{- if or (eq $group "all") (eq (index $facts $name).half $group) -}}{{- $roles = append $roles $name -}}{{- end -}}
    {{- end -}}
    {{- if $roles -}}
      {{- $processes = append $processes (dict "name" $group "roles" $roles "engine" (first $engineNames) "values" (index $.Values.processes $group | default dict)) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
processes:
{{- range $process := $processes }}
  - {{ include "payment-hub.process" (dict "root" $ "facts" $facts "process" $process) | nindent 4 | trim }}
{{- end }}
{{- end -}}

{{/* One process with all that follows from its roles. */}}
{{- define "payment-hub.process" -}}
{{- $root := .root -}}
{{- $values := mergeOverwrite (deepCopy $root.Values.roleDefaults) (deepCopy .process.values) -}}
{{- $is := dict "engine" false "kafka" false "elasticsearch" false "tenants" false "feeRules" false "spool" false "single" false "engines" false -}}
{{- $known := dict -}}{{- $speaksTo := list -}}{{- $passesOnTo := list -}}{{- $ports := list -}}{{- $disks := list -}}{{- $follows := list -}}{{- $tls := list -}}{{- $halves := list -}}
{{- $settings := dict -}}{{- $secrets := dict -}}{{- $tenantSecrets := list -}}
{{- range $name := .process.roles -}}
  {{- $fact := index $.facts $name -}}
  {{- $own := index $root.Values.roles $name -}}
  {{- range $key := $fact.settings -}}{{- $_ := set $known $key true -}}{{- end -}}
  {{- range $key, $value := merge (deepCopy ($own.settings | default dict)) $root.Values.settings -}}
    {{- if index $known $key -}}
      {{- if and (hasKey $settings $key) (ne (toString (index $settings $key)) (toString $value)) -}}
        {{- fail (printf "\nroles.%s.settings.%s: another role of the same process says otherwise: set it in `settings` for all, or choose `layout: each`" $name $key) -}}
      {{- end -}}
      {{- $_ := set $settings $key $value -}}
    {{- end -}}
  {{- end -}}
  {{- $secrets = merge $secrets (deepCopy ($own.secretSettings | default dict)) -}}
  {{- $usesElasticsearch := or $fact.needs.elasticsearch (and $fact.mayUse.elasticsearch (index $settings "CHANNEL_PAST_PAYMENTS")) -}}
  {{- $usesKafka := and $root.Values.kafka.brokers (or $fact.needs.kafka $fact.mayUse.kafka) -}}
  {{- if $fact.needs.engine -}}{{- $_ := set $is "engine" true -}}{{- end -}}
  {{- if $usesKafka -}}{{- $_ := set $is "kafka" true -}}{{- end -}}
  {{- if $usesElasticsearch -}}{{- $_ := set $is "elasticsearch" true -}}{{- end -}}
  {{- range $what := list "tenants" "feeRules" "single" -}}{{- if index $fact $what -}}{{- $_ := set $is $what true -}}{{- end -}}{{- end -}}
  {{- if and $fact.spool $root.Values.kafka.brokers -}}{{- $_ := set $is "spool" true -}}{{- end -}}
  {{- $speaksTo = concat $speaksTo $fact.speaksTo | uniq -}}
  {{- $passesOnTo = concat $passesOnTo $fact.passesOnTo | uniq -}}
  {{- $halves = append $halves $fact.half | uniq -}}
  {{- with $fact.port -}}{{- $ports = append $ports (dict "role" $name "number" (int .number) "name" .name "setting" .setting "calledBy" .calledBy) -}}{{- end -}}
  {{- if has "ENGINES_PATH" $fact.settings -}}{{- $_ := set $is "engines" true -}}{{- end -}}
  {{- range $door := list (dict "name" "engines" "number" 5010 "setting" "MOJALOOP_ENGINES_PORT") (dict "name" "channel-engines" "number" 5011 "setting" "CHANNEL_ENGINES_PORT") -}}
    {{- if and $root.Values.engines.configMap (has $door.setting $fact.settings) -}}
      {{- $ports = append $ports (merge (dict "role" $door.name "calledBy" "engines") $door) -}}
      {{- $speaksTo = append $speaksTo "engines" | uniq -}}
    {{- end -}}
  {{- end -}}
  {{- with $fact.disk -}}{{- $disks = append $disks . -}}{{- end -}}
  {{- range $follow := $fact.follows -}}{{- $follows = append $follows $follow -}}{{- end -}}
  {{- with $own.serverTls -}}{{- $tls = append $tls (dict "role" $name "secret" .) -}}{{- end -}}
  {{- if $fact.tenants -}}{{- with $own.tenantSecrets | default $root.Values.tenants.secrets -}}{{- $tenantSecrets = append $tenantSecrets . | uniq -}}{{- end -}}{{- end -}}
{{- end -}}
{{- dict "name" .process.name "roles" .process.roles "engine" .process.engine "halves" $halves "is" $is "known" (keys $known | sortAlpha) "settings" $settings "secrets" $secrets "tenantSecrets" $tenantSecrets "speaksTo" $speaksTo "passesOnTo" $passesOnTo "ports" $ports "disks" $disks "follows" $follows "tls" $tls "values" (omit $values "settings" "secretSettings" "enabled" "tenantSecrets" "serverTls") | toYaml -}}
{{- end -}}

{{/* Selects the pods of one process; `.root`, `.process`. */}}
{{- define "payment-hub.processSelector" -}}
{{ include "payment-hub.selectorLabels" .root }}
app.kubernetes.io/component: {{ .process.name }}
{{- end -}}

{{- define "payment-hub.processName" -}}
{{- printf "%s-%s" (include "payment-hub.fullname" .root) .process.name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Of one port; `.root`, `.process`, `.port`. The doors for engines have Services of their own. */}}
{{- define "payment-hub.serviceName" -}}
{{- $isProcess := and (eq (len .process.roles) 1) (eq .port.role (first .process.roles)) -}}
{{- printf "%s-%s" (include "payment-hub.fullname" .root) (ternary .process.name .port.role $isProcess) | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "payment-hub.scales" -}}
{{- if and (ne .process.values.autoscaling.by "none") (not .process.is.single) -}}yes{{- end -}}
{{- end -}}
