"""Asserts what the program relies on and prints a summary."""
import csv
import json
import sys

from osgeo import gdal, ogr
from shapely.geometry import Point

from common import LINES, MAPS, PLACES, cumulative_km, length_km, read_vector

REFERENCE_KM = {"China": 1385.9, "Laos": 2202.3, "Cambodia": 1175.2}
LAND_PROVINCES, COAST_PROVINCES = 25, 28  # before July 2025
BUDGET = 12_000_000
failures = []


def check(condition, text):
    print(("ok    " if condition else "FAIL  ") + text)
    if not condition:
        failures.append(text)


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def layer(name, geometry, fields):
    data = ogr.Open(str(MAPS / name))
    this = data.GetLayer(0)
    have = {f.name: f.GetTypeName() for f in this.schema}
    epsg = this.GetSpatialRef().GetAuthorityCode(None)
    kind = ogr.GeometryTypeToName(this.GetGeomType())
    check(epsg == "4326" and kind in geometry and set(fields) <= set(have),
          f"{name}: {this.GetFeatureCount()} x {kind}, EPSG:{epsg}, fields {have}")
    rows = read_vector(MAPS / name)
    bad = sum(1 for _, g in rows if g.is_empty or not g.is_valid)
    check(bad == 0, f"{name}: {bad} empty or invalid geometries")
    return rows


def main():
    line = ("Line String",)
    border = layer("border.fgb", line, ["neighbour"])
    lengths = {a["neighbour"]: length_km(g.coords) for a, g in border}
    for name, expected in REFERENCE_KM.items():
        check(abs(lengths[name] / expected - 1) < 0.005, f"border with {name} {lengths[name]:.2f} km, expected {expected}")
    coast = layer("coast.fgb", line, [])
    check(len(coast) == 1 and abs(length_km(coast[0][1].coords) / 3807.8 - 1) < 0.005,
          f"full coast {length_km(coast[0][1].coords):.2f} km")

    about = {entry["name"]: entry for entry in json.loads((LINES / "lines.json").read_text(encoding="utf-8"))["lines"]}
    lines = {}
    for name, low, high in (("LAND", 4739.6, 4787.3), ("COAST", 3162.2, 3357.8)):
        rows = layer(f"line_{name.lower()}.fgb", line, ["name"])
        points = list(rows[0][1].coords)
        lines[name] = points
        km = length_km(points)
        check(len(rows) == 1 and rows[0][0]["name"] == name and low <= km <= high, f"{name} {km:.2f} km")
        check(rows[0][1].is_simple and all(p != q for p, q in zip(points, points[1:])), f"{name} is simple, no repeated points")
        check(abs(about[name]["measured_km"] - km) < 0.01 and about[name]["geometry"] == f"line_{name.lower()}.fgb"
              and about[name]["official_source"], f"{name} official {about[name]['official_km']} km in lines.json")
    check(about["LAND"]["official_km"] == 5036 and about["COAST"]["official_km"] == 3260, "official lengths")
    for end, text in ((0, "Mong Cai"), (-1, "Ha Tien")):
        check(lines["LAND"][end] == lines["COAST"][end], f"both lines meet at {text}: {lines['LAND'][end]}")
    check(lines["LAND"][0][1] > 21 and lines["LAND"][-1][1] < 11, "both lines run from north-east to south-west")
    print("      COAST:", about["COAST"]["generalisation"])

    groups = {}
    for row in table(LINES / "stretches.csv"):
        groups.setdefault((row["line"], row["kind"], row["valid_from"], row["valid_to"]), []).append(row)
    check(len(groups) == 5, f"stretch groups: {len(groups)}")
    for key, rows in sorted(groups.items()):
        total = cumulative_km(lines[key[0]])[-1]
        ok = rows[0]["from_km"] == "0.000" and abs(float(rows[-1]["to_km"]) - total) < 0.002
        ok &= all(a["to_km"] == b["from_km"] for a, b in zip(rows, rows[1:]))
        shortest = min(float(r["to_km"]) - float(r["from_km"]) for r in rows)
        check(ok and shortest >= 2.0, f"stretches {key}: {len(rows)}, contiguous, shortest {shortest:.1f} km")
        if key[1] == "province" and key[3]:
            expected = LAND_PROVINCES if key[0] == "LAND" else COAST_PROVINCES
            check(len(rows) == expected == len({r["name"] for r in rows}), f"{key[0]} passes {expected} provinces, each once")
    for row in groups[("LAND", "neighbour", "", "")]:
        km = float(row["to_km"]) - float(row["from_km"])
        check(abs(km - lengths[row["name"]]) < 0.01, f"neighbour stretch {row['name']} {km:.2f} km")

    for level in (0, 1, 2):
        rows = layer(f"land_{level}.fgb", ("Polygon",), ["class"])
        classes = {c: sum(1 for a, _ in rows if a["class"] == c) for c in (0, 1, 2)}
        check(set(a["class"] for a, _ in rows) == {0, 1, 2} and classes[1] == 1, f"land_{level} classes {classes}")
        home = next(g for a, g in rows if a["class"] == 1)
        abroad = max((g for a, g in rows if a["class"] == 0), key=lambda g: g.area)
        shared = home.boundary.intersection(abroad.boundary).length
        overlap = home.intersection(abroad).area
        check(overlap < 1e-6 and shared > 20, f"land_{level}: shared edge {shared:.2f} degrees, overlap {overlap:.2e}")
        check(home.contains(Point(105.84, 21.02)) and home.contains(Point(106.70, 10.78)), f"land_{level}: Ha Noi, Sai Gon inside")
        for name, x0, y0, x1, y1 in (("Hoang Sa", 111.0, 15.6, 113.0, 17.3), ("Truong Sa", 111.3, 7.0, 116.3, 12.0)):
            n = sum(1 for a, g in rows if a["class"] == 2 and x0 < g.centroid.x < x1 and y0 < g.centroid.y < y1)
            check(n >= 10, f"land_{level}: {n} islands in {name}, without ownership")

    provinces = layer("provinces.fgb", ("Multi Polygon",), ["name", "name_en", "valid_from", "valid_to", "kind"])
    before = [a for a, _ in provinces if a["valid_to"] == "2025-07-01" and not a["valid_from"]]
    after = [a for a, _ in provinces if a["valid_from"] == "2025-07-01" and not a["valid_to"]]
    check((len(before), len(after), len(provinces)) == (63, 34, 97), f"provinces {len(before)} before, {len(after)} after")
    check(all(a["name_en"].isascii() and a["kind"] == "province" for a, _ in provinces), "province names in ASCII")
    sums = [sum(g.area for a, g in provinces if a[f]) for f in ("valid_to", "valid_from")]
    check(abs(sums[0] - sums[1]) < 1e-5, f"both vintages cover the same area: {sums[0]:.5f}, {sums[1]:.5f}")
    layer("province_lines.fgb", line, ["valid_from", "valid_to"])
    layer("borders_abroad.fgb", line, [])
    rivers = layer("rivers.fgb", line, ["name", "rank"])
    check({a["rank"] for a, _ in rivers} == {1, 2, 3, 4}, "river ranks 1 to 4")

    relief = gdal.Open(str(MAPS / "relief.tif"))
    band = relief.GetRasterBand(1)
    values = band.ReadAsArray()
    x0, dx, _, y0, _, dy = relief.GetGeoTransform()
    at = lambda lon, lat: int(values[int((lat - y0) / dy), int((lon - x0) / dx)])
    check(gdal.GetDataTypeName(band.DataType) == "Int16" and x0 <= 95 and x0 + dx * relief.RasterXSize >= 125
          and y0 >= 30 and y0 + dy * relief.RasterYSize <= 0, f"relief {relief.RasterXSize} x {relief.RasterYSize}")
    check(at(103.77, 22.30) > 1000 and at(113.5, 13.5) < -3000 and -60 < at(105.9, 9.9) < 60,
          f"relief: Fansipan {at(103.77, 22.30)}, deep sea {at(113.5, 13.5)}, Hau river {at(105.9, 9.9)} m")

    places = table(MAPS / "places.csv")
    check(list(places[0]) == ["name", "name_ascii", "lon", "lat", "rank", "country"], f"places.csv: {len(places)} rows")
    check(all(p["name_ascii"].isascii() for p in places), "place names in ASCII")
    named = {p["name"] for p in places if p["country"] == "VN"}
    wanted = {"Hà Nội", "Thành phố Hồ Chí Minh", "Đà Nẵng", "Hải Phòng", "Huế", "Cần Thơ", "Lạng Sơn", "Móng Cái",
              "Lào Cai", "Hà Giang", "Cao Bằng", "Điện Biên Phủ", "Hà Tiên", "Cà Mau"}
    check(wanted <= named, f"important places present {sorted(wanted - named)}")
    gates = table(MAPS / "gates.csv")
    names = table(PLACES / "border_gates_names.csv")
    check(len(gates) == 51 and len(names) == 78 and all(g["source"] for g in gates), f"gates {len(gates)}, gate names {len(names)}")
    labels = table(MAPS / "labels.csv")
    check({r["kind"] for r in labels} == {"country", "sea", "archipelago"}
          and {"Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "Biển Đông"} <= {r["text_vi"] for r in labels}, f"labels {len(labels)}")
    check(all(set(e) == {"layer", "text", "licence"} for e in json.loads((MAPS / "attribution.json").read_text(encoding="utf-8"))),
          "attribution.json")

    files = [p for top in (MAPS, LINES, PLACES) for p in top.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    total = sum(p.stat().st_size for p in files)
    check(total < BUDGET, f"{total:,d} bytes in all")
    print(f"{len(failures)} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
