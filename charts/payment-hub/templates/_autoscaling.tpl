{{/* References into Secrets for KEDA's Kafka scaler; nothing where no process scales by it. */}}
{{- define "payment-hub.kafkaScalerSecrets" -}}
{{- $isUsed := false -}}
{{- range $process := (include "payment-hub.processes" . | fromYaml).processes -}}
  {{- if and $process.follows $process.is.kafka (eq $process.values.autoscaling.by "work") (not $process.is.single) -}}{{- $isUsed = true -}}{{- end -}}
{{- end -}}
{{- $refs := list -}}
{{- with .Values.kafka -}}
  {{- if and .sasl.username .sasl.password.secret -}}
    {{- $refs = append $refs (dict "parameter" "password" "name" .sasl.password.secret "key" .sasl.password.key) -}}
  {{- end -}}
  {{- if .tls.enabled -}}
    {{- if .tls.ca.secret -}}{{- $refs = append $refs (dict "parameter" "ca" "name" .tls.ca.secret "key" .tls.ca.key) -}}{{- end -}}
    {{- if .tls.own.secret -}}
      {{- $refs = append $refs (dict "parameter" "cert" "name" .tls.own.secret "key" .tls.own.certificateKey) -}}
      {{- $refs = append $refs (dict "parameter" "key" "name" .tls.own.secret "key" .tls.own.privateKeyKey) -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- if and $isUsed $refs -}}{{- toYaml $refs -}}{{- end -}}
{{- end -}}
