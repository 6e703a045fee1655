"""The two measured lines: LAND is the border in one piece, COAST the mainland shore with its inlets closed.

COAST: the mainland is grown by a radius and shrunk again (a morphological closing). That bridges estuaries and bays
narrower than twice the radius and leaves the open shore where it is, so the nearest point of the line is the same
seaward place for neighbouring addresses at sea. The radius is the one that brings the geodesic length to the target.
"""
import json

import numpy as np
from osgeo import ogr
from shapely.geometry import LineString, Point, Polygon
from shapely.ops import substring, unary_union

import countries
from common import BOX, LINES, MAPS, length_km, to_lonlat, to_plane, write_fgb

COAST_TARGET_KM = 3260.0
OFFICIAL = {
    "LAND": (5036, "Official length of the land border as used by the Viet Nam Border Guard (Ministry of National "
                   "Defence); other published figures run from 4,510 to 5,036 km"),
    "COAST": (3260, "Official length of the mainland coastline as published by the Government of Viet Nam (3,260 km, "
                    "islands not counted); measured lengths depend on the scale"),
}


def mainland_around(polygons):
    """Viet Nam's mainland with its neighbours' nearby land as one polygon in the metric plane."""
    near = Polygon([(100, 6), (112, 6), (112, 25), (100, 25)])
    parts = []
    for country, rings in polygons:
        if country in ("VNM", "CHN", "LAO", "KHM", "THA"):
            shape = Polygon(rings[0])
            if shape.area > 1.0:  # square degrees: mainlands (and Hainan, dropped below)
                shape = shape if shape.is_valid else shape.buffer(0)
                parts.append(shape.intersection(near))
    land = unary_union(parts)
    pieces = list(land.geoms) if land.geom_type == "MultiPolygon" else [land]
    hanoi = Point(105.85, 21.0)
    land = next(piece for piece in pieces if piece.contains(hanoi))
    return Polygon(to_plane(land.exterior.coords))


def closed_shore(land, start, end, radius):
    """The closed land's outline from start to end (plane points), Mong Cai first, ending exactly on both points."""
    shape = land.buffer(radius, resolution=12).buffer(-radius, resolution=12)
    if shape.geom_type == "MultiPolygon":
        shape = max(shape.geoms, key=lambda g: g.area)
    ring = LineString(shape.exterior.coords)
    a, b = ring.project(Point(start)), ring.project(Point(end))
    low, high = min(a, b), max(a, b)
    inner = list(substring(ring, low, high).coords)
    outer = list(substring(ring, high, ring.length).coords) + list(substring(ring, 0.0, low).coords)[1:]
    # the coast is the way that passes Ca Mau's cape and stays clear of the inland border
    cape = Point(to_plane([(104.72, 8.61)])[0])
    way = min((inner, outer), key=lambda points: LineString(points).distance(cape))
    if Point(way[0]).distance(Point(start)) > Point(way[-1]).distance(Point(start)):
        way = way[::-1]
    line = LineString(way).simplify(25.0)
    points = [tuple(p) for p in line.coords]
    for end_index, exact in ((0, start), (-1, end)):
        if Point(points[end_index]).distance(Point(exact)) > 0.5:
            points.insert(0, tuple(exact)) if end_index == 0 else points.append(tuple(exact))
        else:
            points[end_index] = tuple(exact)
    return points


def make_coast(polygons, coast):
    land = mainland_around(polygons)
    plane = to_plane(coast)
    start, end = tuple(plane[0]), tuple(plane[-1])
    low, high = 100.0, 12000.0
    for _ in range(14):
        radius = (low + high) / 2.0
        measured = length_km(to_lonlat(closed_shore(land, start, end, radius)))
        print(f"  closing radius {radius:8.1f} m: {measured:8.1f} km")
        if abs(measured - COAST_TARGET_KM) < 2.0:
            break
        if measured > COAST_TARGET_KM:
            low = radius
        else:
            high = radius
    radius = round(radius, -1)
    points = closed_shore(land, start, end, radius)
    line, shore = LineString(points), LineString(plane)
    samples = [line.interpolate(d).distance(shore) for d in np.arange(0.0, line.length, 500.0)]
    report = {
        "closing_radius_m": radius,
        "line_to_shore_max_m": round(max(samples)),
        "line_to_shore_mean_m": round(float(np.mean(samples))),
        "share_within_100_m": round(float(np.mean(np.array(samples) < 100.0)), 3),
    }
    lonlat = [(round(x, 6), round(y, 6)) for x, y in to_lonlat(points)]
    lonlat[0], lonlat[-1] = coast[0], coast[-1]
    if not LineString(lonlat).is_simple:
        raise SystemExit("COAST crosses itself")
    return lonlat, report


def main():
    polygons = countries.load()
    border, coast, _ = countries.viet_nam(polygons)
    land_line = list(border["China"])
    for name in ("Laos", "Cambodia"):
        assert land_line[-1] == border[name][0]
        land_line.extend(border[name][1:])
    coast_line, report = make_coast(polygons, coast)
    print("LAND", len(land_line), "points", round(length_km(land_line), 2), "km")
    print("COAST", len(coast_line), "points", round(length_km(coast_line), 2), "km", report)
    lines = []
    for name, points in (("LAND", land_line), ("COAST", coast_line)):
        file = f"line_{name.lower()}.fgb"
        write_fgb(MAPS / file, ogr.wkbLineString, {"name": ogr.OFTString}, [({"name": name}, LineString(points).wkb)])
        official, source = OFFICIAL[name]
        entry = {"name": name, "official_km": official, "official_source": source,
                 "measured_km": round(length_km(points), 3), "geometry": file, "controls": []}
        if name == "COAST":
            entry["generalisation"] = report
        lines.append(entry)
    LINES.mkdir(parents=True, exist_ok=True)
    (LINES / "lines.json").write_text(json.dumps({"lines": lines}, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    main()
