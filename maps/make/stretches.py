"""Stretches of the measured lines: which neighbour, and which province at which time, from km to km (measured)."""
import csv

import numpy as np
from shapely.geometry import Point
from shapely.strtree import STRtree

from common import LINES, MAPS, cumulative_km, read_vector

STEP_KM = 0.1
SHORTEST_KM = 2.0
VI = {"China": "Trung Quốc", "Laos": "Lào", "Cambodia": "Campuchia"}


def sample(points):
    """Points every STEP_KM along the line with their chainage, at the middle of each step."""
    km = cumulative_km(points)
    n = max(1, int(round(km[-1] / STEP_KM)))
    edges = np.linspace(0.0, km[-1], n + 1)
    middle = (edges[:-1] + edges[1:]) / 2.0
    a = np.asarray(points, float)
    return edges, np.column_stack([np.interp(middle, km, a[:, 0]), np.interp(middle, km, a[:, 1])])


def nearest_names(points, shapes):
    """Name of the nearest polygon for each point; only mainland parts count."""
    geoms = [g for _, g in shapes]
    names = {id(g): n for n, g in shapes}
    tree = STRtree(geoms)
    out, last = [], None
    for x, y in points:
        p = Point(x, y)
        if last is not None and last.distance(p) == 0.0:
            out.append(names[id(last)])
            continue
        reach = 0.01
        while True:
            near = tree.query(p.buffer(reach))
            best = min(near, key=lambda g: (g.distance(p), names[id(g)])) if near else None
            if best is not None and best.distance(p) <= reach:
                break
            reach *= 2.0
        out.append(names[id(best)])
        last = best
    return out


def runs(edges, labels):
    out = []
    for i, label in enumerate(labels):
        if out and out[-1][0] == label:
            out[-1][2] = edges[i + 1]
        else:
            out.append([label, edges[i], edges[i + 1]])
    return out


def merged(parts):
    """Gives runs shorter than SHORTEST_KM to their longer neighbour, shortest first."""
    parts = [list(p) for p in parts]
    while len(parts) > 1:
        i = min(range(len(parts)), key=lambda k: parts[k][2] - parts[k][1])
        if parts[i][2] - parts[i][1] >= SHORTEST_KM:
            break
        sides = [k for k in (i - 1, i + 1) if 0 <= k < len(parts)]
        j = max(sides, key=lambda k: parts[k][2] - parts[k][1])
        parts[j][1], parts[j][2] = min(parts[i][1], parts[j][1]), max(parts[i][2], parts[j][2])
        del parts[i]
        k = 0
        while k < len(parts) - 1:
            if parts[k][0] == parts[k + 1][0]:
                parts[k][2] = parts[k + 1][2]
                del parts[k + 1]
            else:
                k += 1
    return parts


def main():
    rows = []
    lines = {name: list(read_vector(MAPS / f"line_{name.lower()}.fgb")[0][1].coords) for name in ("LAND", "COAST")}
    at = 0.0
    total = cumulative_km(lines["LAND"])[-1]
    border = {a["neighbour"]: g for a, g in read_vector(MAPS / "border.fgb")}
    for i, name in enumerate(VI):
        to = total if i == 2 else at + cumulative_km(list(border[name].coords))[-1]
        rows.append(("LAND", "neighbour", name, VI[name], "", "", at, to))
        at = to
    provinces = read_vector(MAPS / "provinces.fgb")
    for line, points in lines.items():
        edges, middles = sample(points)
        for field in ("valid_to", "valid_from"):
            shapes = []
            for a, g in provinces:
                if a[field]:
                    shapes.extend(((a["name_en"], a["name"]), p) for p in g.geoms if p.area > 0.02)
            vintage = next((a for a, _ in provinces if a[field]))
            dates = (vintage["valid_from"] or "", vintage["valid_to"] or "")
            for name, start, end in merged(runs(edges, nearest_names(middles, shapes))):
                rows.append((line, "province", *name, *dates, start, end))
    LINES.mkdir(parents=True, exist_ok=True)
    with open(LINES / "stretches.csv", "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["line", "kind", "name", "name_vi", "valid_from", "valid_to", "from_km", "to_km"])
        for row in rows:
            out.writerow([*row[:6], f"{row[6]:.3f}", f"{row[7]:.3f}"])
    print(len(rows), "stretches")


if __name__ == "__main__":
    main()
