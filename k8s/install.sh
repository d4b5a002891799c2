#!/bin/sh
# Brings a shape into the cluster that kubectl speaks to, or an upgrade of it: k8s/install.sh SHAPE [more values of
# charts/payment-hub for Helm]. SHAPE is a folder here: barebone, minimal, full/site, full/operations. See README.md.
set -eu
here=$(dirname "$0")
shape=${1:?which shape? barebone, minimal, full/site or full/operations}
shift
files=$here/$shape
test -d "$files" || { echo "there is no folder $files" >&2; exit 1; }
namespace=${NAMESPACE:-payments}

kubectl create namespace "$namespace" --dry-run=client -o yaml | kubectl apply -f -
kubectl label namespace "$namespace" --overwrite pod-security.kubernetes.io/enforce=baseline pod-security.kubernetes.io/warn=restricted

for one in "$@"; do
  file=${one#--values=} && file=${file#-f}
  if test "$file" = - || test -p "$file"; then
    echo "$one: name a file, for the values are read twice" >&2
    exit 1
  fi
done
hub() { # more parameters of Helm
  helm upgrade --install hub "$here/../charts/payment-hub" --namespace "$namespace" --values "$files/payment-hub.yaml" "$@"
}
# Before anything is brought in: what the values lack, and kinds that the cluster does not know (KEDA's, Prometheus').
hub --dry-run=server "$@" > /dev/null

operator() { # name, chart's address, version, namespace
  # Each finds its own part of operators.yaml under its name.
  limits=$(mktemp)
  if test -f "$files/operators.yaml"; then
    sed -n "/^$1:/,/^[a-z]/p" "$files/operators.yaml" | sed '1d; /^[a-z]/d; s/^  //' > "$limits"
  fi
  helm upgrade --install "$1" "$2" --version "$3" --namespace "$4" --create-namespace --values "$limits" --wait
  rm "$limits"
}
operator strimzi-kafka-operator oci://quay.io/strimzi-helm/strimzi-kafka-operator 1.2.0 "$namespace"
kubectl apply --namespace "$namespace" -f "$files/kafka.yaml"
if test -f "$files/elasticsearch.yaml"; then
  helm repo add elastic https://helm.elastic.co --force-update
  operator eck-operator elastic/eck-operator 3.5.0 elastic-system
  kubectl apply --namespace "$namespace" -f "$files/elasticsearch.yaml"
fi
kubectl wait --namespace "$namespace" kafka/hub --for=condition=Ready --timeout=600s
if test -f "$files/zeebe.yaml"; then
  helm upgrade --install zeebe camunda-platform --repo https://helm.camunda.io --version 10.11.3 \
    --namespace "$namespace" --values "$files/zeebe.yaml" --wait --timeout 15m
fi
hub --wait --timeout 15m "$@"
