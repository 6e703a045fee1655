"""Provinces before and after 1 July 2025, fitted to the mainland of the land polygons, and their inner boundaries.

The source's provinces are generalised and end a few kilometres beside the finer border and coast. What of the mainland
no province covers goes to the province whose outline is nearest (Voronoi cells of the outline's points), what lies
outside is cut off. The result is noded and rebuilt face by face, so neighbours share their boundary exactly. Islands come
from the land polygons: those the country polygons list with Viet Nam's coast, each given to the province of the table
below or else to the nearest one. The archipelagos are not drawn here.
"""
import collections
import csv

import numpy as np
from osgeo import ogr
from scipy.spatial import Voronoi
from shapely.geometry import LineString, MultiPolygon, Polygon, box
from shapely.ops import linemerge, polygonize, unary_union
from shapely.prepared import prep

import countries
from common import MAKE, MAPS, WORK, read_vector, write_fgb
from land import ARCHIPELAGOS, VIET_NAM, fixed, parts_of

CHANGE = "2025-07-01"
WORLD = WORK / "qgis" / "usr" / "share" / "qgis" / "resources" / "data" / "world_map.gpkg"
# islands whose nearest mainland is another province: (province before, west, south, east, north)
ISLANDS = (
    ("Hải Phòng", 106.80, 20.55, 107.145, 20.872),  # Cat Ba, Cat Hai, Long Chau
    ("Hải Phòng", 107.60, 20.00, 107.90, 20.30),    # Bach Long Vi
    ("Quảng Trị", 107.30, 17.10, 107.40, 17.20),    # Con Co
    ("Quảng Nam", 108.35, 15.80, 108.62, 16.05),    # Cu Lao Cham
    ("Quảng Ngãi", 109.05, 15.33, 109.20, 15.48),   # Ly Son
    ("Bình Thuận", 108.80, 10.40, 109.10, 10.70),   # Phu Quy
    ("Bà Rịa - Vũng Tàu", 106.45, 8.50, 106.80, 8.85),  # Con Dao
    ("Kiên Giang", 103.30, 9.10, 104.85, 10.50),    # Phu Quoc, Tho Chu, Nam Du, Hon Son, Hai Tac
    ("Cà Mau", 104.20, 8.30, 105.00, 8.70),         # Hon Khoai, Hon Chuoi
)


def table():
    with open(MAKE / "province_merges.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_polygons(rows):
    data = ogr.Open(str(WORLD))
    layer = data.GetLayer("states_provinces")
    layer.SetAttributeFilter("adm0_a3 = 'VNM'")
    from shapely import wkb
    by_key = {}
    for feature in layer:
        shape = wkb.loads(bytes(feature.GetGeometryRef().ExportToWkb()))
        if feature["fips"]:
            by_key[feature["fips"]] = shape
        by_key["gn:" + feature["gn_name"]] = shape
    return {row["before"]: by_key[row["natural_earth_key"]] for row in rows}


def fit(source, ground):
    """{name: polygon} covering the ground exactly."""
    names = sorted(source)
    covered = unary_union([source[n].buffer(0) for n in names])
    rest = ground.difference(covered)
    seeds, owner = [], {}
    outline = prep(covered.boundary.buffer(1e-4))
    for name in names:
        for part in parts_of(source[name]):
            for ring in [part.exterior, *part.interiors]:
                for d in np.arange(0.0, ring.length, 0.01):
                    p = ring.interpolate(d)
                    xy = (round(p.x, 6), round(p.y, 6))
                    if xy not in owner and outline.intersects(p):
                        owner[xy] = name
                        seeds.append(xy)
    far = [(x, y) for x in (60.0, 105.0, 150.0) for y in (-30.0, 15.0, 60.0) if (x, y) != (105.0, 15.0)]
    cells = Voronoi(np.array(seeds + far))
    gained = collections.defaultdict(list)
    ready = prep(rest)
    for i, xy in enumerate(seeds):
        cell = Polygon(cells.vertices[cells.regions[cells.point_region[i]]])
        if ready.intersects(cell):
            gained[owner[xy]].append(cell)
    rough = {}
    for name in names:
        grown = unary_union(gained[name]).intersection(rest) if gained[name] else Polygon()
        rough[name] = unary_union([source[name].buffer(0).intersection(ground)] + parts_of(grown))
    # one noded linework, rebuilt face by face
    linework = unary_union([rough[n].boundary for n in names] + [ground.boundary])
    faces = list(polygonize(linework))
    ready = {n: prep(rough[n]) for n in names}
    inside_ground = prep(ground)
    result = collections.defaultdict(list)
    for face in faces:
        p = face.representative_point()
        if not inside_ground.contains(p):
            continue
        owners = [n for n in names if ready[n].contains(p)] or [min(names, key=lambda n: rough[n].distance(p))]
        result[owners[0]].append(face)
    return clean({n: unary_union(result[n]) for n in names})


def clean(shapes):
    """Gives detached scraps to the neighbour with the longest common boundary."""
    out = dict(shapes)
    for name in sorted(shapes):
        parts = sorted(parts_of(out[name]), key=lambda p: -p.area)
        keep = parts[0]
        for scrap in parts[1:]:
            around = {n: s.intersection(scrap.boundary).length for n, s in out.items()
                      if n != name and s.distance(scrap) < 1e-9}
            if around and max(around.values()) > 0:
                best = max(sorted(around), key=lambda n: around[n])
                out[best] = unary_union([out[best], scrap])
            else:
                keep = unary_union([keep, scrap])
        out[name] = keep
    return out


def give_islands(fitted):
    rows = read_vector(MAPS / "land_2.fgb")
    of_country = [(c, Polygon(r[0])) for c, r in countries.load() if 102 < r[0][0][0] < 111 and 6 < r[0][0][1] < 23]
    small = [(c, fixed(p)) for c, p in of_country if p.area < 1.0]
    home = box(102.0, 7.5, 110.5, 21.7)
    out = collections.defaultdict(list)
    for attributes, p in rows:
        if attributes["class"] != 2 or not home.intersects(p) or ARCHIPELAGOS.intersects(p) or p.area < 2e-6:
            continue
        centre = p.representative_point()
        country = min(small, key=lambda s: s[1].distance(centre))
        to_shore = min(fitted.values(), key=lambda s: s.distance(centre)).distance(centre)
        if country[0] != "VNM" or min(country[1].distance(centre), to_shore) > 0.1:
            continue
        for name, x0, y0, x1, y1 in ISLANDS:
            if x0 < centre.x < x1 and y0 < centre.y < y1:
                break
        else:
            name = min(sorted(fitted), key=lambda n: fitted[n].distance(centre))
        out[name].append(p.simplify(0.002) if p.area > 1e-3 else p.simplify(0.0008))
    return out


def edges_of(shapes):
    owners = collections.defaultdict(set)
    for name, shape in shapes.items():
        for part in parts_of(shape):
            for ring in [part.exterior, *part.interiors]:
                points = [(round(x, 6), round(y, 6)) for x, y in ring.coords]
                for p, q in zip(points, points[1:]):
                    if p != q:
                        owners[(p, q) if p < q else (q, p)].add(name)
    return owners


def boundary_lines(shapes, after):
    """[(persists, line)] of boundaries between two provinces; persists: also a boundary after the change."""
    groups = collections.defaultdict(list)
    for (p, q), names in edges_of(shapes).items():
        if len(names) == 2:
            groups[tuple(sorted(names))].append(LineString([p, q]))
    out = []
    for pair in sorted(groups):
        merged = linemerge(groups[pair])
        for line in getattr(merged, "geoms", [merged]):
            out.append((after[pair[0]] != after[pair[1]], line))
    return out


def rounded(shape):
    parts = []
    for p in parts_of(shape):
        rings = [[(round(x, 6), round(y, 6)) for x, y in r.coords] for r in [p.exterior, *p.interiors]]
        parts.append(Polygon(rings[0], rings[1:]))
    whole = MultiPolygon(parts)
    if not whole.is_valid:  # parts that touch after rounding
        whole = unary_union([fixed(p) for p in parts])
    return MultiPolygon(sorted(parts_of(whole), key=lambda p: -p.area))


def main():
    rows = table()
    ground = max((p for a, p in read_vector(MAPS / "land_2.fgb") if a["class"] == VIET_NAM), key=lambda p: p.area)
    ground = Polygon(ground.exterior)
    fitted = fit(source_polygons(rows), ground)
    gap = ground.area - sum(s.area for s in fitted.values())
    print(f"provinces: {len(fitted)}, uncovered mainland {gap:.8f} sq deg")
    isles = give_islands(fitted)
    before = {row["before"]: unary_union([fitted[row["before"]]] + isles[row["before"]]) for row in rows}
    after = collections.defaultdict(list)
    for row in rows:
        after[(row["after"], row["after_en"])].append(before[row["before"]])
    features = []
    for row in rows:
        features.append(({"name": row["before"], "name_en": row["before_en"], "valid_to": CHANGE, "kind": "province"},
                         rounded(before[row["before"]]).wkb))
    for (name, name_en), shapes in sorted(after.items(), key=lambda item: item[0][1]):
        features.append(({"name": name, "name_en": name_en, "valid_from": CHANGE, "kind": "province"},
                         rounded(unary_union(shapes)).wkb))
    text = ogr.OFTString
    write_fgb(MAPS / "provinces.fgb", ogr.wkbMultiPolygon,
              {"name": text, "name_en": text, "valid_from": text, "valid_to": text, "kind": text}, features)
    lines = boundary_lines(fitted, {row["before"]: row["after"] for row in rows})
    write_fgb(MAPS / "province_lines.fgb", ogr.wkbLineString, {"valid_from": text, "valid_to": text},
              [({"valid_to": None if persists else CHANGE}, line.wkb) for persists, line in lines])


if __name__ == "__main__":
    main()
