"""Land polygons at three levels of detail, for the box of the map.

Mainland: the country polygons. Viet Nam's ring is two lines (border, coast); abroad is the union of the other mainland
polygons, whose ring is the same border line plus the rest. Each line is simplified once per level and used on both sides,
so Viet Nam and abroad share their edge exactly. Islands carry no country: shapes from GSHHG, completed by the islands of
the country polygons that GSHHG lacks. Small ones go at coarse levels, except in the two archipelagos.
"""
import pickle

from osgeo import ogr
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import unary_union
from shapely.prepared import prep
from shapely.strtree import STRtree

import countries
import gshhg
from common import BOX, MAPS, WORK, write_fgb

ABROAD, VIET_NAM, ISLAND = 0, 1, 2
LEVELS = (  # level, tolerance in degrees: Viet Nam's outline, near it, elsewhere; smallest island in square degrees
    (0, 0.02, 0.02, 0.02, 6.0e-4),
    (1, 0.003, 0.003, 0.004, 1.0e-5),
    (2, 0.0001, 0.0004, 0.0008, 0.0),
)
NEAR = box(101.5, 7.5, 110.0, 24.0)  # where level 2 keeps its finest tolerance
ARCHIPELAGOS = box(110.9, 15.5, 113.2, 17.4).union(box(111.0, 6.8, 116.3, 12.0))  # Hoang Sa, Truong Sa
CONTINENT = {"CHN", "LAO", "KHM", "THA", "MMR", "MYS", "IND", "BGD", "BTN", "NPL", "HKG", "MAC"}


def parts_of(shape):
    if shape.is_empty:
        return []
    if shape.geom_type == "Polygon":
        return [shape]
    return [p for g in getattr(shape, "geoms", []) for p in parts_of(g)]


def fixed(polygon):
    return polygon if polygon.is_valid else polygon.buffer(0)


def mainland(polygons):
    """The lines the mainland is made of, and two whole shapes.

    (rest of the abroad ring from Ha Tien round to Mong Cai, border line, coast line, holes of Viet Nam,
    pieces of the mainland that the window cuts off, abroad at full resolution)
    """
    border, coast, holes = countries.viet_nam(polygons)
    line = list(border["China"]) + border["Laos"][1:] + border["Cambodia"][1:]
    window = box(*BOX)
    shapes = []
    for country, rings in polygons:
        if country in CONTINENT:
            shape = fixed(Polygon(rings[0])).intersection(window)
            shapes.extend(p for p in parts_of(shape) if p.area > 1e-6)
    union = parts_of(unary_union(shapes))
    main = next(p for p in union if p.contains(Point(102.6, 18.2)))
    ring = list(main.exterior.coords)[:-1]
    start, end = ring.index(line[0]), ring.index(line[-1])
    one = ring[start:] + ring[:start]
    cut = one.index(line[-1])
    ways = (one[:cut + 1][::-1], one[cut:] + [one[0]])  # both from Ha Tien to Mong Cai
    rest = max(ways, key=lambda points: LineString(points).distance(Point(106.5, 18.0)))
    abroad = fixed(Polygon(line + rest[1:]))
    # pieces that only the window's edge cut off from the mainland
    cut_off = [p for p in union if p is not main and p.bounds[3] > BOX[3] - 1e-9 and p.area > 1e-3]
    big_holes = [h for h in main.interiors if Polygon(h).area > 1e-3]
    print("abroad ring", len(rest), "points beside the border; holes left out:", len(main.interiors) - len(big_holes))
    return rest, line, coast, holes, cut_off, abroad


def islands(polygons, land):
    """Island polygons in the box: GSHHG first, then country islands that no GSHHG island covers.

    In the two archipelagos it is the other way round: there GSHHG's reefs lie up to a kilometre or two off.
    """
    window = box(*BOX)
    ground = prep(land)
    of_countries = []
    for _, rings in polygons:
        p = fixed(Polygon(rings[0]))
        if p.area < 3.0 and p.intersects(window) and not ground.intersects(p):
            of_countries.extend(parts_of(p.intersection(window)))
    better = [p for p in of_countries if ARCHIPELAGOS.intersects(p)]
    out = []
    for _, polygon in gshhg.shore_polygons(1):
        for p in parts_of(polygon):
            if not p.intersects(window) or any(q.distance(p) < 0.015 for q in better if ARCHIPELAGOS.intersects(p)):
                continue
            if ground.intersects(p):
                if ground.contains(p):
                    continue
                rest = p.difference(land)
                if rest.area < 0.5 * p.area:
                    continue
                p = max(parts_of(rest), key=lambda q: q.area)
            out.extend(parts_of(fixed(p.intersection(window))))
    tree = STRtree(out)
    extra = []
    for p in of_countries:
        near = p.buffer(0.002)
        if p in better or not any(q.intersects(near) for q in tree.query(near)):
            extra.append(p)
    print("islands:", len(out), "from GSHHG,", len(extra), "more from the country polygons")
    return out + extra


def simple_line(points, tolerance):
    return list(LineString(points).simplify(tolerance).coords)


def split_tolerance(points, near, far):
    """Simplifies the runs of a line inside and outside NEAR with their own tolerance, keeping the change-over points."""
    if near == far:
        return simple_line(points, near)
    x0, y0, x1, y1 = NEAR.bounds
    inside = [x0 < x < x1 and y0 < y < y1 for x, y in points]
    out = [points[0]]
    i = 0
    while i < len(points) - 1:
        j = i + 1
        while j < len(points) - 1 and inside[j] == inside[i]:
            j += 1
        out.extend(simple_line(points[i:j + 1], near if inside[i] else far)[1:])
        i = j
    return out


def simple_island(p, tolerance):
    s = p.simplify(tolerance, preserve_topology=True)
    return s if s.is_valid and not s.is_empty else p


def main():
    cache = WORK / "land.pickle"
    if cache.exists():
        rest, line, coast, holes, cut_off, isles = pickle.loads(cache.read_bytes())
    else:
        polygons = countries.load()
        rest, line, coast, holes, cut_off, abroad = mainland(polygons)
        viet_nam = fixed(Polygon(line + coast[::-1][1:], holes))
        isles = islands(polygons, unary_union([abroad, viet_nam] + cut_off))
        cache.write_bytes(pickle.dumps((rest, line, coast, holes, cut_off, isles)))
    for level, own, near, far, smallest in LEVELS:
        border = simple_line(line, own)
        shore = simple_line(coast, own)
        around = split_tolerance(rest, near, far)
        rows = []
        viet_nam = Polygon(border + shore[::-1][1:], [h for h in holes if Polygon(h).area > smallest])
        abroad = Polygon(border + around[1:])
        for name, kind, shape in (("Viet Nam", VIET_NAM, viet_nam), ("abroad", ABROAD, abroad)):
            if not shape.is_valid:
                repaired = shape.buffer(0)
                print(f"  level {level}: {name} repaired, area change {repaired.area - shape.area:+.6f} sq deg")
                shape = repaired
            rows.extend(({"class": kind}, p.wkb) for p in parts_of(shape) if p.area > smallest)
        rows.extend(({"class": ABROAD}, simple_island(p, far).wkb) for p in cut_off if p.area > smallest)
        for p in isles:
            special = ARCHIPELAGOS.intersects(p)
            if p.area < smallest and not special:
                continue
            tolerance = near if NEAR.intersects(p) else far
            s = p if special and p.area < smallest else simple_island(p, tolerance)
            rows.append(({"class": ISLAND}, s.wkb))
        write_fgb(MAPS / f"land_{level}.fgb", ogr.wkbPolygon, {"class": ogr.OFTInteger}, rows)


if __name__ == "__main__":
    main()
