{{/* All that is missing is told at once, as `hub start` does it. */}}
{{- define "payment-hub.requireValues" -}}
{{- $problems := list -}}
{{- $processes := (include "payment-hub.processes" . | fromYaml).processes -}}
{{- $v := .Values -}}
{{- if not $processes -}}{{- $problems = append $problems "roles: no role is enabled" -}}{{- end -}}
{{- $needs := dict -}}{{- $speaksTo := list -}}
{{- $facts := (.Files.Get "files/roles.yaml" | fromYaml).roles -}}
{{- $perEngine := false -}}
{{- range $process := $processes -}}
  {{- range $role := $process.roles -}}
    {{- $fact := index $facts $role -}}
    {{- range $door := list "engine" "kafka" "elasticsearch" -}}{{- if index $fact.needs $door -}}{{- $_ := set $needs $door $role -}}{{- end -}}{{- end -}}
    {{- if $fact.tenants -}}{{- $_ := set $needs "tenants" $role -}}{{- end -}}
    {{- if and $fact.perEngine (eq $fact.half "realtime") -}}{{- $perEngine = true -}}{{- end -}}
  {{- end -}}
  {{- if $process.is.elasticsearch -}}{{- $_ := set $needs "elasticsearch" (first $process.roles) -}}{{- end -}}
  {{- $speaksTo = concat $speaksTo $process.speaksTo | uniq -}}
{{- end -}}
{{- if and $needs.engine (not $v.engine.address) -}}{{- $problems = append $problems (printf "engine.address must be set: %s works for an engine" $needs.engine) -}}{{- end -}}
{{- if and $needs.kafka (not $v.kafka.brokers) -}}{{- $problems = append $problems (printf "kafka.brokers must be set: %s needs Kafka" $needs.kafka) -}}{{- end -}}
{{- if and $needs.elasticsearch (not $v.elasticsearch.urls) -}}{{- $problems = append $problems (printf "elasticsearch.urls must be set: %s needs Elasticsearch" $needs.elasticsearch) -}}{{- end -}}
{{- if and $needs.tenants (not $v.tenants.configMap) -}}{{- $problems = append $problems (printf "tenants.configMap must be set: %s works for tenants" $needs.tenants) -}}{{- end -}}
{{- if and (gt (len ($v.engine.names | default list)) 1) (or $needs.engine $perEngine (ne $v.layout "each")) -}}
  {{- $problems = append $problems "engine.names: several are for a release with `half: operations` and `layout: each`; a release that pays works for one" -}}
{{- end -}}
{{- if and $v.engines.configMap $perEngine (not $v.engine.names) -}}
  {{- $problems = append $problems "engine.names must be set: `--set 'engine.names={east}'`, this engine's name in engines.yaml, each time" -}}
{{- end -}}
{{- if and $v.engines.configMap (not $v.engines.tlsSecret) -}}{{- $problems = append $problems "engines.tlsSecret must be set: engines let in only each other" -}}{{- end -}}
{{- if and $v.engines.configMap (not $v.kafka.brokers) -}}{{- $problems = append $problems "kafka.brokers must be set: what is for an engine that is away is kept there" -}}{{- end -}}
{{- if and $v.engines.configMap $perEngine $v.networkPolicy.enabled (not $v.networkPolicy.from.engines) -}}
  {{- $problems = append $problems "networkPolicy.from.engines must be set: else the doors for other engines let in nobody" -}}
{{- end -}}
{{- if $v.networkPolicy.enabled -}}
  {{- range $whom := $speaksTo -}}
    {{- if not (index $v.networkPolicy.to $whom).peers -}}
      {{- $problems = append $problems (printf "networkPolicy.to.%s.peers must be set: they are spoken to, and nobody may be whom no policy names" $whom) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- range $path, $one := dict "kafka.sasl.username" (list $v.kafka.sasl.username $v.kafka.sasl.password.secret "kafka.sasl.password.secret") "elasticsearch.username" (list $v.elasticsearch.username (or $v.elasticsearch.password.secret $v.elasticsearch.apiKey.secret) "elasticsearch.password.secret") -}}
  {{- if and (index $one 0) (not (index $one 1)) -}}{{- $problems = append $problems (printf "%s must be set, for there is %s" (index $one 2) $path) -}}{{- end -}}
{{- end -}}
{{- if $problems -}}{{- fail (printf "\n\nWhat is missing in the values:\n  - %s\n" (join "\n  - " $problems)) -}}{{- end -}}
{{- end -}}
