#!/usr/bin/env bash
# opentelemetry-exporter-prometheus 0.66b2 (SDK 1.45.2): attributes that differ for OpenTelemetry and not for Prometheus.
#
# Guessed: what comes to the same labels is added up on its way out. Seen: the SDK counts {"tenant": 7} and {"tenant": "7"}
# apart, as one is a number; True and "true", and no attribute and "", likewise. Prometheus knows text alone, and the
# exporter writes each count as a line of its own: the same name and labels twice, with other values. The text format wants
# each line's name and labels but once and leaves open what becomes of two, so that a total may be either part of itself.
# Attributes that come to one name ("user.id" and "user_id") do the same, and of two in one record a value is lost, though
# the specification joins them with a ";". No error and no warning. An attribute is made text where it is recorded.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "opentelemetry-exporter-prometheus==0.66b2" "opentelemetry-sdk==1.45.2" \
  "prometheus_client==0.26.0"
seen=$("$folder/venv/bin/python" -W error - 2>&1 <<'PYTHON'
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from prometheus_client import REGISTRY

provider = MeterProvider(metric_readers=[PrometheusMetricReader()])
meter = provider.get_meter("bot")
recorded = {
    "number": [(1, {"tenant": 7}), (2, {"tenant": "7"})],
    "truth": [(1, {"cached": True}), (2, {"cached": "true"})],
    "missing": [(1, {}), (2, {"reason": ""})],
    "name": [(1, {"user.id": "a"}), (2, {"user_id": "a"})],
    "both": [(1, {"user.id": "a", "user_id": "b"})],
    "text": [(1, {"tenant": "7"}), (2, {"tenant": "7"})],
}
for name, counts in recorded.items():
    counter = meter.create_counter(name)
    for amount, attributes in counts:
        counter.add(amount, attributes)
for family in REGISTRY.collect():
    if family.name in recorded:
        for sample in family.samples:
            labels = {key: value for key, value in sample.labels.items() if not key.startswith("otel_scope")}
            print(sample.name, labels, sample.value)
PYTHON
)
expected="number_total {'tenant': '7'} 1
number_total {'tenant': '7'} 2
truth_total {'cached': 'true'} 1
truth_total {'cached': 'true'} 2
missing_total {'reason': ''} 1
missing_total {'reason': ''} 2
name_total {'user_id': 'a'} 1
name_total {'user_id': 'a'} 2
both_total {'user_id': 'b'} 1
text_total {'tenant': '7'} 3"
echo "$seen"
[ "$seen" = "$expected" ] || { echo "The exporter behaves otherwise now"; exit 1; }
