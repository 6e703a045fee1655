#!/usr/bin/env bash
# The store and its peers on the same data in one session; one line a measurement: name, n, wall s, cpu s, peak MB.
#
#     tests/bench/peers_store.sh BENCH_STORE [WORK_FOLDER]
#
# BENCH_STORE is the built program. Needs the runners of ../shared/bench beside the checkout (gen.py, py/), python3-numpy,
# gdal-bin and libsqlite3-mod-spatialite; a peer that is absent is skipped. PEERS=0 leaves them out.
set -eu
program=$(realpath "$1")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shared=${TUANTRA_SHARED:-$root/../shared}/bench
work=${2:-$(mktemp -d)}
mkdir -p "$work/data"
cd "$work"
python=${PY:-/usr/bin/python3}
[ -f data/incidents.csv ] || "$python" "$shared/gen.py" --dir data --tracks 2000 --messages 1000 --gpx 10000

"$python" - "$shared/py" <<'PYEND'
import json
import sys

sys.path.insert(0, sys.argv[1])
from windows import windows

with open("windows.txt", "w") as out:
    for w in windows():
        print(*(repr(v) for v in w), file=out)
with open("sectors.txt", "w") as out:
    for f in json.load(open("data/sectors.geojson"))["features"]:
        print(*(repr(v) for p in f["geometry"]["coordinates"][0] for v in p), file=out)
PYEND

rm -f bench.sqlite*
"$program" data .
[ "${PEERS:-1}" = 0 ] && exit

measure() { "$python" "$shared/measure.py" -r 1 "$@"; }
if command -v ogr2ogr >/dev/null; then
  rm -f inc.sqlite*
  measure ogr2ogr-csv-spatialite 1000000 -- ogr2ogr -f SQLite -dsco SPATIALITE=YES -dsco INIT_WITH_EPSG=NO \
    -lco SPATIAL_INDEX=YES -nln incidents -nlt POINT -a_srs EPSG:4326 -gt 65536 -oo X_POSSIBLE_NAMES=lon \
    -oo Y_POSSIBLE_NAMES=lat -oo AUTODETECT_TYPE=YES inc.sqlite data/incidents.csv
  [ -f sectors.sqlite ] || ogr2ogr -f SQLite -dsco SPATIALITE=YES -dsco INIT_WITH_EPSG=NO -nln sectors sectors.sqlite \
    data/sectors.geojson
fi
[ -f py.sqlite ] || "$python" "$shared/py/import_spatialite.py" data/incidents.csv py.sqlite
"$python" - <<'PYEND'
import sqlite3

db = sqlite3.connect("py.sqlite", isolation_level=None)
if not db.execute("SELECT 1 FROM sqlite_master WHERE name='idx3'").fetchone():
    db.execute("BEGIN")
    db.execute("CREATE VIRTUAL TABLE idx3 USING rtree(id,x0,x1,y0,y1,t0,t1)")
    db.execute("INSERT INTO idx3 SELECT r.pkid,r.xmin,r.xmax,r.ymin,r.ymax,i.epoch,i.epoch FROM incidents i "
               "CROSS JOIN idx_incidents_geometry r ON r.pkid=i.id")
    db.execute("COMMIT")
PYEND
for kind in bbox-spatialindex bbox-rtree3d radius; do
  measure "spatialite-$kind" 1000 -- "$python" "$shared/py/queries_sqlite.py" py.sqlite "$kind" 1000
  tail -n 1 "out/spatialite_${kind//-/_}.log"
done
measure spatialite-knn10 20 -- "$python" "$shared/py/queries_sqlite.py" py.sqlite knn 20
measure spatialite-point-in-polygon 1000000 -- "$python" "$shared/py/join_sqlite.py" py.sqlite sectors.sqlite
tail -n 1 out/spatialite_point_in_polygon.log
