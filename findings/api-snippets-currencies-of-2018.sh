#!/usr/bin/env bash
# @mojaloop/api-snippets 18.4.1 (npm): the currencies of the published FSPIOP schemas.
#
# The schema Currency is the same list of 164 codes in the files of FSPIOP 1.0, 1.1 and 2.0, and it ends in 2018. A
# scheme whose money is of Sierra Leone, Mauritania, São Tomé, Venezuela, South Sudan, Zimbabwe or Curaçao as they are
# today cannot name it: whoever checks bodies against these files refuses every quote in it. What those countries have
# withdrawn is still taken.
#
# Seen, for each of the three versions:
#   164 codes; without SLE MRU STN VES SSP ZWG XCG; with SLL MRO STD VEF ZWD
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @mojaloop/api-snippets@18.4.1 >/dev/null
for version in v1_0 v1_1 v2_0; do
  grep -oE '^ *- [A-Z]{3}\b' "node_modules/@mojaloop/api-snippets/fspiop/$version/openapi3/components/schemas/Currency.yaml" |
    tr -d ' -' > codes
  absent='' present=''
  for code in SLE MRU STN VES SSP ZWG XCG; do grep -qx "$code" codes || absent="$absent $code"; done
  for code in SLL MRO STD VEF ZWD; do ! grep -qx "$code" codes || present="$present $code"; done
  echo "$version: $(sort -u codes | wc -l | tr -d ' ') codes; without$absent; with$present"
done | tee seen
diff seen - <<'EXPECTED'
v1_0: 164 codes; without SLE MRU STN VES SSP ZWG XCG; with SLL MRO STD VEF ZWD
v1_1: 164 codes; without SLE MRU STN VES SSP ZWG XCG; with SLL MRO STD VEF ZWD
v2_0: 164 codes; without SLE MRU STN VES SSP ZWG XCG; with SLL MRO STD VEF ZWD
EXPECTED
echo "as described"
