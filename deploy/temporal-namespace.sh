#!/bin/sh
# Creates the namespace once the cluster answers; an existing one is kept.
set -eu

tries=60
until temporal operator cluster health >/dev/null 2>&1; do
	tries=$((tries - 1))
	[ "$tries" -gt 0 ] || { echo "temporal at $TEMPORAL_ADDRESS does not answer" >&2; exit 1; }
	sleep 2
done

temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1 ||
	temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"
