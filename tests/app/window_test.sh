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
mkdir "$work/Documents"
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

# Measuring draws a line; a circle keeps what lies within, and its cross above the map lets the rest back in.
click_at() { xdotool mousemove "$1" "$2" sleep 0.15 click 1 sleep 0.35; }
xdotool mousemove 700 350 sleep 0.2
press m
click_at 600 300
click_at 900 500
shot measured
differ panned measured 2 "the measured line does not show"
press Escape
press Escape
press o
xdotool mousemove 800 400 mousedown 1 sleep 0.2 mousemove 850 440 sleep 0.2 mousemove 900 480 sleep 0.2 mouseup 1
wait_for 'scene [0-9]+: [0-9]{1,3} of 3000 incidents' "a drawn circle did not filter"
all=$(matches 'scene [0-9]+: 3000 of 3000')
for x in 440 470 500; do
  click_at "$x" 74
  [ "$(matches 'scene [0-9]+: 3000 of 3000')" -gt "$all" ] && break
done
wait_for 'scene [0-9]+: 3000 of 3000' "the condition's cross did not take it away" $((all + 1))

# An incident is entered where the pointer is, saved with a key, and taken back with another.
xdotool mousemove 800 400 sleep 0.3
press n
wait_for 'apply OpenEdit' "N opened no form"
click_at 1430 463
xdotool type --delay 30 "Two men with packs"
xdotool sleep 0.3 keydown ctrl
press s
xdotool keyup ctrl
wait_for 'scene [0-9]+: 3001 of 3001 incidents' "the typed incident was not saved"
xdotool mousemove 800 400 keydown ctrl
press z
xdotool keyup ctrl
wait_for 'apply UndoEdit' "Ctrl+Z did nothing"
wait_for 'scene [0-9]+: 3000 of 3000' "the typed incident was not taken back" $((all + 2))

# A view is saved under a typed name, and its digit shows it again.
xdotool mousemove 700 350 sleep 0.3
press v
click_at 1000 158
xdotool type --delay 30 "Watch"
press Return
wait_for 'apply SaveView' "the view was not saved"
press v
wait_for 'notice: View saved: Watch' "the view's file was not written"
ls "$XDG_CONFIG_HOME"/tuantra/views/watch-*.view.json >/dev/null || fail "there is no file of the view"
xdotool mousemove 700 350 sleep 0.3 click 1
press 1
wait_for 'apply OpenView' "the digit did not show the view"

# Time by kilometre takes the place of the ribbon's lanes, and a click in it goes to that kilometre.
xdotool mousemove 700 350 sleep 0.3
shot lanes
press h
shot strip
differ lanes strip 10 "time by kilometre does not show"
before=$(matches 'apply GoTo')
click_at 900 740
wait_for 'apply GoTo' "a click on the ribbon went nowhere" $((before + 1))
press h

# The numbers come with a key; an hour of the week marks its rows, a kind becomes the filter, and its reset lets it go.
press d
shot numbers
differ lanes numbers 10 "the numbers do not show"
click_at 1342 274
shot marked
differ numbers marked 10 "an hour's rows were not brought forward"
before=$(matches 'apply SetFilter')
all=$(matches 'scene [0-9]+: 3000 of 3000')
click_at 1430 575
wait_for 'apply SetFilter' "a kind's number did not filter" $((before + 1))
wait_for 'scene [0-9]+: [0-9]{1,3} of 3000 incidents' "the kind's rows do not show" 2
click_at 232 73
wait_for 'scene [0-9]+: 3000 of 3000' "the filter was not reset" $((all + 1))
xdotool mousemove 700 350 sleep 0.3
press d

# Hotspots are counted by the panel's button and shown; the legend, the lane and the list come with them.
press w
shot method
for y in 250 265 280 295 310 325 340; do
  click_at 1430 $y
  [ "$(matches 'apply RunHotspots')" -gt 0 ] && break
done
wait_for 'hotspots: [0-9]+ cells of [0-9]+ incidents' "the panel's button gave no hotspots"
xdotool mousemove 700 350 sleep 0.3
shot hotspots
differ method hotspots 10 "the hotspots do not show"
press w

# A file is chosen from the list, looked at, and imported; its one bad row is told.
cat >"$HOME/Documents/reports.csv" <<'CSV'
id,time,lon,lat,kind,severity,title
1,2026-11-01T02:00:00+07:00,106.7,21.9,smuggling,3,First
2,2026-11-02T03:00:00+07:00,106.8,21.8,drugs,4,Second
3,2026-11-03T03:00:00+07:00,106.8,95,drugs,4,Nowhere
CSV
xdotool mousemove 150 700 sleep 0.2 click --repeat 12 --delay 40 5 sleep 0.5
panels=$(matches 'apply BrowseFolder')
for y in 950 935 920 905 890 875 860; do
  click_at 220 $y
  [ "$(matches 'apply BrowseFolder')" -gt "$panels" ] && break
done
wait_for 'apply BrowseFolder' "the list of files did not open" $((panels + 1))
shot browser
for y in 385 411 437 463 489; do
  click_at 800 $y
  [ "$(matches 'apply OpenFiles')" -gt 0 ] && break
done
wait_for 'apply OpenFiles' "the file was not chosen from the list"
sleep 2
shot preview
differ browser preview 50 "what the file would bring does not show"
click_at 100 130
wait_for 'apply AcceptImport' "the file was not accepted"
wait_for 'notice: reports.csv: 3 rows read, 2 kept' "the import was not told"
wait_for 'scene [0-9]+: 3002 of 3002 incidents' "the imported rows are not in the scene"

# The table's rows go to a file.
press r
click_at 1580 749
wait_for 'apply TogglePanel' "the CSV card did not open" 3
click_at 1055 528
wait_for 'apply ExportRows' "the CSV was not asked for"
wait_for 'notice: 3,002 records written' "the CSV was not written"
[ "$(cat "$HOME"/Documents/tuantra-*.csv | wc -l)" -ge 3003 ] || fail "the CSV file is short"

# Another run, in Vietnamese, finds all of it again.
kill -TERM "$app" 2>/dev/null || true
wait "$app" 2>/dev/null || true
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
