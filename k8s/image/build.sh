#!/bin/sh
# Builds the image of this checkout, named by the version in package.json, and writes beside it what is in it:
# k8s/image/build.sh [FOLDER for the SBOM, default .]. IMAGE_REPOSITORY: where it is to be, such as
# registry.example/payment-hub. BUILDER: docker, podman or nerdctl; otherwise the first that is there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${1:-.}
for one in ${BUILDER:-docker podman nerdctl}; do
  if command -v "$one" > /dev/null; then builder=$one; break; fi
done
test -n "${builder:-}" || { echo "there is none of ${BUILDER:-docker, podman, nerdctl}: install one of them" >&2; exit 1; }

version=$(sed -n 's/^  "version": "\(.*\)",$/\1/p' "$root/package.json")
image=${IMAGE_REPOSITORY:-payment-hub}:$version
revision=$(git -C "$root" rev-parse HEAD)
# What was changed and not committed would be in the image, and in no commit.
test -z "$(git -C "$root" status --porcelain)" || revision=$revision-changed

"$builder" build --tag "$image" \
  --label org.opencontainers.image.version="$version" \
  --label org.opencontainers.image.revision="$revision" \
  --label org.opencontainers.image.licenses=Apache-2.0 \
  "$root"
# Made inside of the image, of what lies there, by its own Node and without a network.
"$builder" run --rm --network none --read-only \
  --volume "$here/sbom.mjs:/sbom.mjs:ro" --volume "$root/package-lock.json:/package-lock.json:ro" \
  --entrypoint node "$image" /sbom.mjs /app /package-lock.json / > "$target/payment-hub-$version.cdx.json"
"$builder" run --rm --network none --read-only "$image" --help > /dev/null
echo "$image is built; what is in it: $target/payment-hub-$version.cdx.json"
