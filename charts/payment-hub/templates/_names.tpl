{{- define "payment-hub.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Several releases in one namespace stay apart: the release's name is in it. */}}
{{- define "payment-hub.fullname" -}}
{{- $name := include "payment-hub.name" . -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- default $full .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "payment-hub.selectorLabels" -}}
app.kubernetes.io/name: {{ include "payment-hub.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "payment-hub.labels" -}}
{{ include "payment-hub.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: payment-hub
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "payment-hub.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}{{ .repository }}@{{ .digest }}
{{- else -}}{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "payment-hub.serviceAccountName" -}}
{{- with .Values.serviceAccount -}}
{{- if .create -}}{{ .name | default (include "payment-hub.fullname" $) }}{{- else -}}{{ .name | default "default" }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* As YAML under `names`. Nobody is asked to name an engine that is alone. */}}
{{- define "payment-hub.engineNames" -}}
names: {{ .Values.engine.names | default (list "main") | toJson }}
{{- end -}}
