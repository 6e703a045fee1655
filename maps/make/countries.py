"""Reads the country polygons, keeps the region, and writes Viet Nam's full resolution border and mainland coast.

The source has one polygon set per country whose shared borders repeat the same vertices, so an edge (hashed at 6
decimals) that two countries carry is a border and an edge of one country alone is coast.
"""
import collections
import json
import pickle

from osgeo import ogr
from shapely.geometry import LineString

from common import MAPS, WORK, length_km, write_fgb

REGION = (93.0, -3.0, 127.0, 33.0)
NEIGHBOURS = {"CHN": "China", "LAO": "Laos", "KHM": "Cambodia"}


def load():
    """[(country, [ring, ...])] of polygons that touch the region; rings of (lon, lat) rounded to 6 decimals."""
    cache = WORK / "region.pickle"
    if cache.exists():
        return pickle.loads(cache.read_bytes())
    out = []
    data = json.load(open(WORK / "countries" / "package" / "map.geo.json"))
    for feature in data["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        for polygon in polygons:
            xs = [c[0] for c in polygon[0]]
            ys = [c[1] for c in polygon[0]]
            if max(xs) < REGION[0] or min(xs) > REGION[2] or max(ys) < REGION[1] or min(ys) > REGION[3]:
                continue
            rings = []
            for ring in polygon:
                points = [(round(x, 6), round(y, 6)) for x, y in ring]
                rings.append([p for i, p in enumerate(points) if i == 0 or p != points[i - 1]])
            out.append((feature["properties"]["A3"], rings))
    cache.write_bytes(pickle.dumps(out))
    return out


def edge(p, q):
    return (p, q) if p < q else (q, p)


def owners(polygons):
    """edge -> set of countries that carry it."""
    out = collections.defaultdict(set)
    for country, rings in polygons:
        for ring in rings:
            for p, q in zip(ring, ring[1:]):
                out[edge(p, q)].add(country)
    return out


def runs(ring, label):
    """Cuts a closed ring into maximal runs of edges with the same label: [(label, [point, ...])]."""
    points = ring[:-1]
    n = len(points)
    labels = [label(points[i], points[(i + 1) % n]) for i in range(n)]
    start = next((i for i in range(n) if labels[i] != labels[i - 1]), 0)
    out = []
    for k in range(n):
        i = (start + k) % n
        p, q = points[i], points[(i + 1) % n]
        if out and out[-1][0] == labels[i]:
            out[-1][1].append(q)
        else:
            out.append((labels[i], [p, q]))
    return out


def viet_nam(polygons, own=None):
    """Viet Nam's mainland: ({neighbour: points}, coast points, holes), every line with Mong Cai's end first.

    A few hundred metres where the two countries' vertices differ count as border: only the longest run without a second
    owner is coast.
    """
    own = own or owners(polygons)
    mainland = max((rings for c, rings in polygons if c == "VNM"), key=lambda rings: len(rings[0]))

    def label(p, q):
        others = own[edge(p, q)] - {"VNM"}
        return sorted(others)[0] if others else None

    parts = runs(mainland[0], label)
    coast_at = max(range(len(parts)), key=lambda i: length_km(parts[i][1]) if parts[i][0] is None else 0.0)
    coast = parts[coast_at][1]
    lines = []
    for name, points in parts[coast_at + 1:] + parts[:coast_at]:  # from Ha Tien on, against the order of the line
        if name is None or (lines and lines[-1][0] == name):
            lines[-1][1].extend(points[1:])
        else:
            lines.append((name, list(points)))
    if [name for name, _ in lines] != ["KHM", "LAO", "CHN"]:
        raise SystemExit(f"unexpected order of neighbours: {[name for name, _ in lines]}")
    border = {NEIGHBOURS[name]: points[::-1] for name, points in reversed(lines)}
    return border, coast, mainland[1:]


def main():
    border, coast, holes = viet_nam(load())
    for hole in holes:
        print(f"hole in the mainland: {len(hole)} points, {length_km(hole):.3f} km, at {hole[0]}")
    total = 0.0
    for name, points in border.items():
        total += length_km(points)
        print(f"{name:9s} {len(points):6d} points {length_km(points):9.2f} km  {points[0]} -> {points[-1]}")
    print(f"border {total:.2f} km, coast {length_km(coast):.2f} km, {coast[0]} -> {coast[-1]}")
    write_fgb(MAPS / "border.fgb", ogr.wkbLineString, {"neighbour": ogr.OFTString},
              [({"neighbour": name}, LineString(points).wkb) for name, points in border.items()])
    write_fgb(MAPS / "coast.fgb", ogr.wkbLineString, {"name": ogr.OFTString},
              [({"name": "Viet Nam, mainland coast"}, LineString(coast).wkb)])


if __name__ == "__main__":
    main()
