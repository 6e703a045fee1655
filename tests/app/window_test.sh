#!/usr/bin/env bash
# Drives the real window under Xvfb with real mouse and key events and checks, in the program's own log and in pictures,
# that it did what a user would expect.
#   window_test.sh TUANTRA_BINARY
set -euo pipefail
program=$1
for tool in Xvfb xdotool convert compare; do
  command -v "$tool" >/dev/null || { echo "FAILED: $tool is not installed (./test.sh installs it)"; exit 1; }
done
work=$(mktemp -d)
export HOME=$work XDG_DATA_HOME=$work/data XDG_CONFIG_HOME=$work/config SPDLOG_LEVEL=debug LC_ALL=C.UTF-8 LIBGL_ALWAYS_SOFTWARE=1
log=$work/log
pids=()
finish() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$work"; }
trap finish EXIT
fail() { echo "FAILED: $1"; echo "--- last of the log"; tail -n 25 "$log" 2>/dev/null || true; exit 1; }

for display in $(seq 90 140); do
  [ -e "/tmp/.X$display-lock" ] && continue
  Xvfb ":$display" -screen 0 1600x1000x24 -nolisten tcp >"$work/xvfb" 2>&1 &
  pids+=($!)
  export DISPLAY=:$display
  for _ in $(seq 50); do xdotool getdisplaygeometry >/dev/null 2>&1 && break 2; sleep 0.1; done
done
xdotool getdisplaygeometry >/dev/null || fail "no virtual display"

# wait_for PATTERN WHAT [COUNT]: until the log holds COUNT matches
wait_for() {
  for _ in $(seq 300); do
    [ "$(grep -cE "$1" "$log" || true)" -ge "${3:-1}" ] && return 0
    sleep 0.1
  done
  fail "$2"
}
matches() { grep -cE "$1" "$log" || true; }
# as long as a finger: a frame must see the key down
press() { xdotool keydown "$1" sleep 0.25 keyup "$1"; }
shot() { sleep 0.5; import -window root "$work/$1.png"; }
differ() { # fraction of differing pixels is at least $3 per mille
  local n; n=$(compare -metric AE -fuzz 3% "$work/$1.png" "$work/$2.png" null: 2>&1 || true)
  awk -v n="$n" -v least="$3" 'BEGIN {exit !(n / 1600000 * 1000 >= least)}' || fail "$4 (only ${n} pixels differ)"
}

"$program" --quiet --db "$work/demo.sqlite" demo --incidents 3000 --patrols 60
"$program" --lang en --db "$work/demo.sqlite" 2>"$log" &
app=$!
pids+=("$app")
wait_for 'scene [0-9]+: [0-9]+ of 3000 incidents' "records did not appear"
window=$(timeout 20 xdotool search --sync --onlyvisible --class tuantra | head -n 1)
xdotool windowmove --sync "$window" 0 0 windowsize --sync "$window" 1600 1000
shot start

# A map that is more than one colour, and panels around it.
colours=$(convert "$work/start.png" -format %k info:)
[ "$colours" -gt 500 ] || fail "the window shows only $colours colours"

# The wheel zooms the map, a drag pans it.
xdotool mousemove 700 350 click --repeat 4 --delay 60 4
wait_for 'apply SetCamera' "the wheel did not zoom"
shot zoomed
differ start zoomed 50 "zooming changed too little"
before=$(matches 'apply SetCamera')
xdotool mousemove 700 350 mousedown 1 sleep 0.3 mousemove 760 390 sleep 0.3 mousemove 820 420 sleep 0.3 mouseup 1
wait_for 'apply SetCamera' "a drag did not pan" $((before + 1))
shot panned
differ zoomed panned 50 "panning changed too little"

# A key opens the help and closes it again.
xdotool mousemove 700 350 sleep 0.3
press F1
wait_for 'apply TogglePanel' "F1 did nothing"
shot help
differ panned help 10 "the help does not show"
press F1
wait_for 'apply TogglePanel' "F1 did not close the help" 2

# A file handed over at the start of another run is imported, and its one bad row is told.
cat >"$work/reports.csv" <<'CSV'
id,time,lon,lat,kind,severity,title
1,2026-11-01T02:00:00+07:00,106.7,21.9,smuggling,3,First
2,2026-11-02T03:00:00+07:00,106.8,21.8,drugs,4,Second
3,2026-11-03T03:00:00+07:00,106.8,95,drugs,4,Nowhere
CSV
kill -TERM "$app" 2>/dev/null || true
wait "$app" 2>/dev/null || true
"$program" --quiet --db "$work/demo.sqlite" import "$work/reports.csv" || true
"$program" --lang vi --db "$work/demo.sqlite" 2>"$log" &
app=$!
pids+=("$app")
wait_for 'scene [0-9]+: 3002 of 3002 incidents' "the imported rows are not in the scene"
window=$(timeout 20 xdotool search --sync --onlyvisible --class tuantra | head -n 1)
xdotool windowmove --sync "$window" 0 0 windowsize --sync "$window" 1280 720
shot small
xdotool windowsize --sync "$window" 1600 1000
shot vietnamese
differ start vietnamese 5 "Vietnamese looks like English"

# Ctrl+Q quits, and at once.
xdotool mousemove 700 350 sleep 0.3 keydown ctrl
press q
xdotool keyup ctrl
for _ in $(seq 100); do kill -0 "$app" 2>/dev/null || break; sleep 0.1; done
kill -0 "$app" 2>/dev/null && fail "Ctrl+Q did not quit"
wait "$app" || fail "the program did not end well"
[ -f "$XDG_CONFIG_HOME/tuantra/settings.json" ] || fail "nothing was remembered"
[ -n "${KEEP_SHOTS:-}" ] && mkdir -p "$KEEP_SHOTS" && cp "$work"/*.png "$KEEP_SHOTS"
echo "the window did all that was asked"
