#!/usr/bin/env bash
# Installs what is missing, builds, and runs Tuantra. With arguments, passes them to the program; without, opens the
# dashboard on the demo data (or, with no display, draws the demo's map into a PNG and says where).
set -euo pipefail
caller=$PWD
cd "$(dirname "$0")"
third_party/install.sh build run
[ -f build/build.ninja ] || cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTUANTRA_TESTS=OFF >build.log 2>&1 \
  || { cat build.log >&2; exit 1; }
if [ -t 1 ]; then ninja -C build tuantra catalogues >&2; else
  ninja --quiet -C build tuantra catalogues >&2; fi
rm -f build.log
program=$PWD/build/tuantra
if [ $# -gt 0 ]; then
  cd "$caller"
  exec "$program" "$@"
fi
home=${XDG_DATA_HOME:-$HOME/.local/share}/tuantra
demo=$home/demo.sqlite
mkdir -p "$home"
if [ ! -f "$demo" ]; then
  rm -f "$demo.part"*
  "$program" --db "$demo.part" demo | sed "s|$demo.part|$demo|"
  mv "$demo.part" "$demo"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$program" --db "$demo"
fi
picture=$home/demo.png
"$program" --quiet --db "$demo" snapshot --out "$picture" --size 1600x1000
echo "No display here, so no window: the map of the demo data is drawn in $picture"
