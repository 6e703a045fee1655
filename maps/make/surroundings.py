"""Borders between other countries of the region, rivers, and the relief raster."""
import collections
import csv

import numpy as np
from osgeo import gdal, ogr
from shapely.geometry import LineString, Point, box
from shapely.ops import linemerge

import countries
import gshhg
from common import BOX, MAKE, MAPS, WORK, length_km, srs, write_fgb

NAMES = {"CHN": "China", "LAO": "Laos", "KHM": "Cambodia", "THA": "Thailand", "MMR": "Myanmar", "MYS": "Malaysia",
         "IND": "India", "IDN": "Indonesia", "BRN": "Brunei", "BGD": "Bangladesh", "BTN": "Bhutan", "NPL": "Nepal"}
BORDER_TOLERANCE = 0.005
RIVER_TOLERANCE = 0.002
# river classes of the source -> rank on the map: double-lined (both banks) and major 1, then smaller; lakes shores, canals and
# intermittent rivers are left out
RIVER_RANKS = {0: 1, 1: 1, 2: 2, 3: 3, 4: 4}
NEAR = (101.5, 8.0, 110.0, 24.0)  # smaller rivers than FAR_RANK are kept here only
FAR_RANK = 2


def lines_of(shape):
    return [g for g in getattr(shape, "geoms", [shape]) if g.geom_type == "LineString" and g.length > 0]


def borders():
    own = countries.owners(countries.load())
    groups = collections.defaultdict(list)
    for (p, q), codes in own.items():
        codes = codes & set(NAMES)
        if len(codes) == 2:
            groups[tuple(sorted(codes))].append(LineString([p, q]))
        elif codes == {"LAO"}:  # Laos has no coast: an edge of Laos alone is a border drawn twice in the source
            groups[("LAO",)].append(LineString([p, q]))
    window = box(*BOX)
    rows = []
    for pair in sorted(groups):
        for line in lines_of(linemerge(groups[pair]).intersection(window)):
            if len(pair) == 1 and length_km(line.coords) < 2.0:
                continue
            simple = line.simplify(BORDER_TOLERANCE)
            if length_km(simple.coords) >= 1.0:
                rows.append(({"countries": "-".join(NAMES[c] for c in pair)}, simple.wkb))
    write_fgb(MAPS / "borders_abroad.fgb", ogr.wkbLineString, {"countries": ogr.OFTString}, rows)


def river_names():
    """name -> reference points on that river."""
    out = collections.defaultdict(list)
    with open(MAKE / "river_names.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            out[row["name"]].append(Point(float(row["lon"]), float(row["lat"])))
    return out


def rivers():
    window, near = box(*BOX), box(*NEAR)
    groups = collections.defaultdict(list)
    banks = []
    for level, points in gshhg.rivers():
        if level in RIVER_RANKS and len(set(points)) > 1:
            (banks if level == 0 else groups[RIVER_RANKS[level]]).append(LineString(points))
    # both banks of wide rivers form closed loops round whole deltas: kept as the source's pieces
    found = [(1, line) for piece in banks for line in lines_of(piece.intersection(window))]
    wide = len(found)
    for rank in sorted(groups):
        shown = window if rank <= FAR_RANK else near
        for line in lines_of(linemerge(groups[rank]).intersection(shown)):
            if length_km(line.coords) >= 5.0:
                found.append((rank, line))
    names, table = {}, river_names()
    for name, points in table.items():
        for point in points:
            away, i = min((line.distance(point), k) for k, (_, line) in enumerate(found))
            away_wide, i_wide = min((line.distance(point), k) for k, (_, line) in enumerate(found[:wide]))
            if away_wide < 0.06:
                away, i = away_wide, i_wide
            if away > 0.06:
                print(f"  no river near {name} {point.x} {point.y}: nearest {away:.3f} degrees")
            elif names.setdefault(i, name) != name:
                print(f"  {name} and {names[i]} name the same line")
    for i in range(wide):
        away, name = min((found[i][1].distance(point), name) for name, points in table.items() for point in points)
        if away < 0.4:
            names.setdefault(i, name)
    rows = [({"name": names.get(i), "rank": rank}, line.simplify(RIVER_TOLERANCE).wkb)
            for i, (rank, line) in enumerate(found)]
    write_fgb(MAPS / "rivers.fgb", ogr.wkbLineString, {"name": ogr.OFTString, "rank": ogr.OFTInteger}, rows)


def relief():
    """Cuts the five-minute grid (cell centres at whole twelfths of a degree, row 0 at the north pole)."""
    source = gdal.Open(str(WORK / "ferret" / "usr" / "share" / "ferret-vis" / "data" / "etopo5.cdf"))
    west, south, east, north = (int(v * 12) for v in BOX)
    width, height = east - west + 1, north - south + 1
    metres = source.GetRasterBand(1).ReadAsArray(west, 90 * 12 - north, width, height)
    target = gdal.GetDriverByName("GTiff").Create(
        str(MAPS / "relief.tif"), width, height, 1, gdal.GDT_Int16,
        ["COMPRESS=DEFLATE", "PREDICTOR=2", "ZLEVEL=9", "TILED=NO", "BLOCKYSIZE=64"])
    target.SetGeoTransform((BOX[0] - 1 / 24, 1 / 12, 0.0, BOX[3] + 1 / 24, 0.0, -1 / 12))
    target.SetSpatialRef(srs())
    target.GetRasterBand(1).SetUnitType("m")
    target.GetRasterBand(1).WriteArray(np.rint(metres).astype(np.int16))
    target = None
    print("relief.tif", (MAPS / "relief.tif").stat().st_size, "bytes,", metres.min(), "to", metres.max(), "m")


if __name__ == "__main__":
    borders()
    rivers()
    relief()
