#include "gis/shapes.hpp"

#include <cmath>

namespace tuantra::gis {

namespace {

constexpr double earliest_time = 1e8, latest_time = 4.2e9;  ///< M values that can be Unix seconds: 1973 to 2103

void add_points(const OGRSimpleCurve& curve, Shape& out)
{
    domain::Polyline part;
    part.reserve(static_cast<std::size_t>(curve.getNumPoints()));
    for (int i = 0; i < curve.getNumPoints(); ++i) part.push_back({curve.getX(i), curve.getY(i)});
    out.parts.push_back(std::move(part));
}

void add_line(const OGRSimpleCurve& curve, Shape& out)
{
    if (curve.getNumPoints() == 0) return;
    add_points(curve, out);
    std::vector<double> times;
    for (int i = 0; curve.IsMeasured() && i < curve.getNumPoints(); ++i) {
        const double m = curve.getM(i);
        if (!(m >= earliest_time && m <= latest_time)) {
            times.clear();
            break;
        }
        times.push_back(m);
    }
    out.times.push_back(std::move(times));
}

void add_polygon(const OGRPolygon& polygon, Shape& out)
{
    if (polygon.IsEmpty()) return;
    out.polygon_starts.push_back(out.parts.size());
    for (const auto* ring : polygon) add_points(*ring, out);
}

std::string claim(Shape& out, Shape::Type type)
{
    if (out.type != Shape::Type::none && out.type != type) return "the row mixes points, lines and polygons";
    out.type = type;
    return {};
}

std::string add(const OGRGeometry& geometry, Shape& out, int depth)
{
    if (geometry.IsEmpty()) return {};
    if (depth > 16) return "shapes are nested too deep";
    switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbPoint: {
            const auto* point = geometry.toPoint();
            if (out.parts.empty()) out.parts.emplace_back();
            auto why = claim(out, Shape::Type::point);
            if (why.empty()) out.parts.front().push_back({point->getX(), point->getY()});
            return why;
        }
        case wkbLineString: {
            auto why = claim(out, Shape::Type::line);
            if (why.empty()) add_line(*geometry.toLineString(), out);
            return why;
        }
        case wkbPolygon:
        case wkbTriangle: {
            auto why = claim(out, Shape::Type::polygon);
            if (why.empty()) add_polygon(*geometry.toPolygon(), out);
            return why;
        }
        case wkbMultiPoint:
        case wkbMultiLineString:
        case wkbMultiPolygon:
        case wkbGeometryCollection: {
            for (const auto* part : *geometry.toGeometryCollection())
                if (auto why = add(*part, out, depth + 1); !why.empty()) return why;
            return {};
        }
        default:
            return std::string("a ") + geometry.getGeometryName() + " is no point, line or polygon";
    }
}

}  // namespace

std::string to_shape(const OGRGeometry* geometry, const ToWgs84& crs, Shape& out)
{
    out.type = Shape::Type::none;
    out.parts.clear();
    out.times.clear();
    out.polygon_starts.clear();
    if (geometry == nullptr || geometry->IsEmpty()) return {};
    std::unique_ptr<OGRGeometry> straight;
    if (geometry->hasCurveGeometry(TRUE) != 0) {
        straight.reset(geometry->getLinearGeometry());
        if (!straight) return "a curve cannot be made of lines";
        geometry = straight.get();
    }
    if (auto why = add(*geometry, out, 0); !why.empty()) return why;
    for (auto& part : out.parts)
        if (!crs.convert(part)) return "the coordinates have no place in " + crs.name();
    return {};
}

}  // namespace tuantra::gis
