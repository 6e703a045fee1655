"""Decodes the binned GSHHG netCDF files: shoreline polygons by their number, and river lines."""
import pickle

import netCDF4
import numpy as np
from shapely.geometry import LineString, Polygon
from shapely.ops import linemerge, polygonize

from common import BOX, WORK

FOLDER = WORK / "gshhg" / "usr" / "share" / "gmt-gshhg"


class Bins:
    """The part both file kinds share: one-degree bins, row by row from the north pole, holding segments of points."""

    def __init__(self, file):
        data = netCDF4.Dataset(FOLDER / file)
        data.set_auto_mask(False)
        get = lambda name: data.variables[name][:]
        self.size = float(get("Bin_size_in_minutes")[0]) / 60.0
        self.columns = int(get("N_bins_in_360_longitude_range")[0])
        self.first = get("Id_of_first_segment_in_a_bin")
        self.count = get("N_segments_in_a_bin").view(np.uint16).astype(np.int64)
        self.first_point = get("Id_of_first_point_in_a_segment")
        self.dx = get("Relative_longitude_from_SW_corner_of_bin").view(np.uint16).astype(float)
        self.dy = get("Relative_latitude_from_SW_corner_of_bin").view(np.uint16).astype(float)
        self.data = data
        self.bin_of_segment = np.zeros(len(self.first_point), np.int64)
        for b in np.nonzero(self.count)[0]:
            self.bin_of_segment[self.first[b]:self.first[b] + self.count[b]] = b

    def corner(self, b):
        """South-west corner of a bin, longitudes in -180..180."""
        row, column = divmod(int(b), self.columns)
        lon = column * self.size
        return (lon - 360.0 if lon >= 180.0 else lon), 90.0 - (row + 1) * self.size

    def points(self, segment, n):
        lon, lat = self.corner(self.bin_of_segment[segment])
        i = self.first_point[segment]
        xs = np.round(lon + self.dx[i:i + n] / 65535.0 * self.size, 6)
        ys = np.round(lat + self.dy[i:i + n] / 65535.0 * self.size, 6)
        return list(zip(xs.tolist(), ys.tolist()))

    def bins_in(self, box):
        for b in np.nonzero(self.count)[0]:
            lon, lat = self.corner(b)
            if box[0] - self.size < lon < box[2] and box[1] - self.size < lat < box[3]:
                yield b


def shore_polygons(level):
    """[(number, polygon)] of one hierarchy level (1 land in the sea, 2 lakes on land) that touch the box."""
    cache = WORK / f"gshhg_level{level}.pickle"
    if cache.exists():
        return pickle.loads(cache.read_bytes())
    bins = Bins("binned_GSHHS_f.nc")
    info = bins.data.variables["Embedded_npts_levels_exit_entry_for_a_segment"][:].view(np.uint32)
    number = bins.data.variables["Id_of_GSHHS_ID"][:]
    levels = (info >> 6) & 7
    counts = (info >> 9).astype(np.int64)
    wanted = set()
    for b in bins.bins_in(BOX):
        s = slice(bins.first[b], bins.first[b] + bins.count[b])
        wanted.update(number[s][levels[s] == level].tolist())
    wanted.discard(0)  # Eurasia comes from the country polygons
    by_number = {}
    for segment in np.nonzero(np.isin(number, list(wanted)) & (levels == level))[0]:
        by_number.setdefault(int(number[segment]), []).append(bins.points(segment, counts[segment]))
    out = []
    for n in sorted(by_number):
        polygons = []
        open_lines = []
        for points in by_number[n]:
            if points[0] == points[-1] and len(points) > 3:
                polygons.append(Polygon(points))
            elif len(points) > 1 and len(set(points)) > 1:
                open_lines.append(LineString(points))
        if open_lines:
            merged = linemerge(open_lines)
            pieces = list(polygonize(merged))
            if not pieces:
                print(f"  shore {n}: {len(open_lines)} segments do not close")
            polygons.extend(pieces)
        for polygon in polygons:
            polygon = polygon if polygon.is_valid else polygon.buffer(0)
            if not polygon.is_empty:
                out.append((n, polygon))
    cache.write_bytes(pickle.dumps(out))
    return out


def rivers():
    """[(level, points)] of river segments whose bin touches the box."""
    bins = Bins("binned_river_f.nc")
    counts = bins.data.variables["N_points_for_a_segment"][:].view(np.uint16).astype(np.int64)
    levels = bins.data.variables["Hierarchial_level_of_a_segment"][:]
    out = []
    for b in bins.bins_in(BOX):
        for segment in range(bins.first[b], bins.first[b] + bins.count[b]):
            out.append((int(levels[segment]), bins.points(segment, counts[segment])))
    return out


if __name__ == "__main__":
    shapes = shore_polygons(1)
    print(len(shapes), "islands", sum(len(p.exterior.coords) for _, p in shapes if p.geom_type == "Polygon"), "points")
    for n, p in sorted(shapes, key=lambda s: -s[1].area)[:12]:
        print(n, round(p.area, 3), [round(v, 2) for v in p.bounds])
