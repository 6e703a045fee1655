"""Shared helpers of the map makers: folders, geodesic lengths, FlatGeobuf in and out."""
import os
import pathlib

import numpy as np
import pyproj
from osgeo import gdal, ogr, osr

gdal.UseExceptions()
ogr.UseExceptions()

MAKE = pathlib.Path(__file__).resolve().parent
MAPS = MAKE.parent
REPO = MAPS.parent
LINES = REPO / "data" / "lines"
PLACES = REPO / "data" / "places"
WORK = pathlib.Path(os.environ.get("MAPS_WORK", REPO / "build" / "maps"))
BOX = (95.0, 0.0, 125.0, 30.0)  # west, south, east, north

GEOD = pyproj.Geod(ellps="WGS84")
# metric plane for buffers and nearest-point work; lengths are always geodesic
LAEA = pyproj.Transformer.from_crs(
    "EPSG:4326", "+proj=laea +lat_0=16 +lon_0=108 +datum=WGS84 +units=m", always_xy=True)


def to_plane(points):
    a = np.asarray(points, float)
    return np.column_stack(LAEA.transform(a[:, 0], a[:, 1]))


def to_lonlat(points):
    a = np.asarray(points, float)
    return np.column_stack(LAEA.transform(a[:, 0], a[:, 1], direction="INVERSE"))


def cumulative_km(points):
    """Geodesic chainage of each vertex in kilometres."""
    a = np.asarray(points, float)
    _, _, d = GEOD.inv(a[:-1, 0], a[:-1, 1], a[1:, 0], a[1:, 1])
    return np.concatenate([[0.0], np.cumsum(d)]) / 1000.0


def length_km(points):
    return float(cumulative_km(points)[-1])


def srs():
    s = osr.SpatialReference()
    s.ImportFromEPSG(4326)
    s.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return s


def write_fgb(path, geometry_type, fields, rows):
    """rows: (attribute dict, WKB). fields: name -> ogr type. Deterministic for the same rows."""
    path = str(path)
    if os.path.exists(path):
        os.remove(path)
    layer_name = os.path.splitext(os.path.basename(path))[0]
    data = ogr.GetDriverByName("FlatGeobuf").CreateDataSource(path)
    layer = data.CreateLayer(layer_name, srs(), geometry_type, options=["SPATIAL_INDEX=YES"])
    for name, kind in fields.items():
        layer.CreateField(ogr.FieldDefn(name, kind))
    for attributes, wkb in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, value in attributes.items():
            if value is not None:
                feature.SetField(name, value)
        feature.SetGeometryDirectly(ogr.CreateGeometryFromWkb(bytes(wkb)))
        layer.CreateFeature(feature)
    layer = None
    data = None
    print(f"{os.path.basename(path):24s} {os.path.getsize(path):>9,d} bytes, {len(rows)} features")


def read_vector(path):
    """[(attribute dict, shapely geometry)] of a vector file's first layer."""
    from shapely import wkb
    data = ogr.Open(str(path))
    return [(f.items(), wkb.loads(bytes(f.GetGeometryRef().ExportToWkb()))) for f in data.GetLayer(0)]
