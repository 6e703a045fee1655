#!/usr/bin/env bash
# Installs what is missing, builds, and runs every test. Exit status 0 only when all passed.
#   ./test.sh                              everything
#   ./test.sh -L unit                      arguments go to ctest
#   SANITIZE=address,undefined ./test.sh   the same in a sanitized build of its own (or: thread)
#   SANITIZE=... LAYERS="gis store" ./test.sh   only these layers' tests, and only what they need is built
set -euo pipefail
cd "$(dirname "$0")"
third_party/install.sh build run test
build=build
[ -n "${SANITIZE:-}" ] && build=build-${SANITIZE//,/-}
cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTUANTRA_TESTS=ON -DSANITIZE="${SANITIZE:-}"
targets=() only=()
if [ -n "${LAYERS:-}" ]; then
  for layer in $LAYERS; do targets+=("test_$layer"); done
  only=(-R "^(${LAYERS// /|})-")
fi
cmake --build "$build" ${targets:+--target "${targets[@]}"}
[ -d ../shared ] || [ -n "${TUANTRA_SHARED:-}" ] || echo "No shared data beside the checkout: the tests that read it are skipped."
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0} UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}
ctest --test-dir "$build" --output-on-failure -j 2 "${only[@]}" "$@"
