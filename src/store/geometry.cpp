#include "store/geometry.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

namespace tuantra::store {

static_assert(std::endian::native == std::endian::little, "blobs are written in the machine's byte order");

namespace {

constexpr std::int32_t srid = 4326;
constexpr std::uint8_t start_mark = 0x00, little_endian = 0x01, header_end = 0x7C, entity_mark = 0x69, end_mark = 0xFE;
constexpr std::size_t header_size = 43;  // up to and with the geometry type
static_assert(empty_line_blob == header_size + sizeof(std::uint32_t) + 1 && line_vertex == 3 * sizeof(double));
constexpr std::uint32_t polygon_type = 3;

class Writer {
public:
    explicit Writer(std::size_t bytes) { m_blob.reserve(bytes); }
    template <typename T>
    void put(T value)
    {
        const auto at = m_blob.size();
        m_blob.resize(at + sizeof value);
        std::memcpy(m_blob.data() + at, &value, sizeof value);
    }
    void header(const domain::Box& box, GeometryType type)
    {
        put(start_mark);
        put(little_endian);
        put(srid);
        for (const double v : {box.west, box.south, box.east, box.north}) put(v);
        put(header_end);
        put(static_cast<std::uint32_t>(type));
    }
    Blob take()
    {
        put(end_mark);
        return std::move(m_blob);
    }

private:
    Blob m_blob;
};

class Bounds {
public:
    void add(double lon, double lat)
    {
        m_box.west = std::min(m_box.west, lon);
        m_box.east = std::max(m_box.east, lon);
        m_box.south = std::min(m_box.south, lat);
        m_box.north = std::max(m_box.north, lat);
    }
    const domain::Box& box() const { return m_box; }

private:
    static constexpr double inf = std::numeric_limits<double>::infinity();
    domain::Box m_box{inf, inf, -inf, -inf};
};

/// Reads without ever passing the end; `ok` turns false for good at the first lack.
class Reader {
public:
    explicit Reader(std::span<const std::uint8_t> blob) : m_blob(blob) {}
    template <typename T>
    T get()
    {
        T value{};
        if (m_blob.size() - m_at < sizeof value) {
            m_ok = false;
            return value;
        }
        std::memcpy(&value, m_blob.data() + m_at, sizeof value);
        m_at += sizeof value;
        return value;
    }
    template <typename T>
    void expect(T value)
    {
        if (get<T>() != value) m_ok = false;
    }
    /// A count of things that take at least `bytes` each; 0 when they cannot all be there.
    std::uint32_t count(std::size_t bytes, std::uint32_t least)
    {
        const auto n = get<std::uint32_t>();
        if (!m_ok || n < least || (m_blob.size() - m_at) / bytes < n) {
            m_ok = false;
            return 0;
        }
        return n;
    }
    domain::LonLat place(Bounds& bounds)
    {
        domain::LonLat p;
        p.lon = get<double>();
        p.lat = get<double>();
        if (!domain::is_valid(p)) m_ok = false;
        bounds.add(p.lon, p.lat);
        return p;
    }
    bool ok() const { return m_ok; }
    bool at_end() const { return m_at == m_blob.size(); }

private:
    std::span<const std::uint8_t> m_blob;
    std::size_t m_at = 0;
    bool m_ok = true;
};

domain::Box read_header(Reader& in, GeometryType type)
{
    in.expect(start_mark);
    in.expect(little_endian);
    in.expect(srid);
    domain::Box box;
    box.west = in.get<double>();
    box.south = in.get<double>();
    box.east = in.get<double>();
    box.north = in.get<double>();
    in.expect(header_end);
    in.expect(static_cast<std::uint32_t>(type));
    return box;
}

bool finish(Reader& in, const domain::Box& header, const Bounds& bounds)
{
    in.expect(end_mark);
    return in.ok() && in.at_end() && header == bounds.box();
}

domain::Ring read_ring(Reader& in, Bounds& bounds)
{
    constexpr std::size_t vertex = 16;
    const auto n = in.count(vertex, 4);
    domain::Ring ring;
    ring.reserve(n);
    for (std::uint32_t i = 0; i < n; ++i) ring.push_back(in.place(bounds));
    if (n > 0 && ring.front() != ring.back()) in.expect(std::numeric_limits<double>::quiet_NaN());
    return ring;
}

}  // namespace

void write_point(std::uint8_t* out, domain::LonLat p)
{
    const auto put = [&out](auto value) {
        std::memcpy(out, &value, sizeof value);
        out += sizeof value;
    };
    put(start_mark);
    put(little_endian);
    put(srid);
    for (int i = 0; i < 2; ++i) {
        put(p.lon);
        put(p.lat);
    }
    put(header_end);
    put(static_cast<std::uint32_t>(GeometryType::point));
    put(p.lon);
    put(p.lat);
    put(end_mark);
}

Blob point_blob(domain::LonLat p)
{
    Blob blob(point_blob_size);
    write_point(blob.data(), p);
    return blob;
}

Blob line_blob(std::span<const domain::Fix> fixes)
{
    Bounds bounds;
    for (const auto& fix : fixes) bounds.add(fix.place.lon, fix.place.lat);
    Writer out(empty_line_blob + line_vertex * (fixes.size() + 1));
    out.header(bounds.box(), GeometryType::linestring_m);
    const bool single = fixes.size() == 1;
    out.put(static_cast<std::uint32_t>(single ? 2 : fixes.size()));
    for (int copy = 0; copy < (single ? 2 : 1); ++copy) {
        for (const auto& fix : fixes) {
            out.put(fix.place.lon);
            out.put(fix.place.lat);
            out.put(fix.time_s);
        }
    }
    return out.take();
}

Blob polygons_blob(const domain::MultiPolygon& polygons)
{
    Bounds bounds;
    for (const auto& polygon : polygons)
        for (const auto& ring : polygon)
            for (const auto& p : ring) bounds.add(p.lon, p.lat);
    Writer out(1024);
    out.header(bounds.box(), GeometryType::multipolygon);
    out.put(static_cast<std::uint32_t>(polygons.size()));
    for (const auto& polygon : polygons) {
        out.put(entity_mark);
        out.put(polygon_type);
        out.put(static_cast<std::uint32_t>(polygon.size()));
        for (const auto& ring : polygon) {
            const bool closed = ring.front() == ring.back();
            out.put(static_cast<std::uint32_t>(ring.size() + (closed ? 0 : 1)));
            for (const auto& p : ring) {
                out.put(p.lon);
                out.put(p.lat);
            }
            if (closed) continue;
            out.put(ring.front().lon);
            out.put(ring.front().lat);
        }
    }
    return out.take();
}

bool valid_geometry(std::span<const std::uint8_t> blob, GeometryType type)
{
    switch (type) {
        case GeometryType::point:
            return read_point(blob).has_value();
        case GeometryType::linestring_m:
            return read_line(blob).has_value();
        case GeometryType::multipolygon:
            return read_polygons(blob).has_value();
    }
    return false;
}

std::optional<domain::LonLat> read_point(std::span<const std::uint8_t> blob)
{
    if (blob.size() != point_blob_size) return {};
    Reader in(blob);
    const auto header = read_header(in, GeometryType::point);
    Bounds bounds;
    const auto p = in.place(bounds);
    if (!finish(in, header, bounds)) return {};
    return p;
}

std::optional<std::vector<domain::Fix>> read_line(std::span<const std::uint8_t> blob)
{
    Reader in(blob);
    const auto header = read_header(in, GeometryType::linestring_m);
    const auto n = in.count(line_vertex, 2);
    std::vector<domain::Fix> fixes(n);
    Bounds bounds;
    bool finite = true;
    for (auto& fix : fixes) {
        fix.place = in.place(bounds);
        fix.time_s = in.get<double>();
        finite = finite && std::isfinite(fix.time_s);
    }
    if (!finish(in, header, bounds) || !finite) return {};
    return fixes;
}

std::optional<domain::MultiPolygon> read_polygons(std::span<const std::uint8_t> blob)
{
    constexpr std::size_t least_polygon = 9, least_ring = 4;
    Reader in(blob);
    const auto header = read_header(in, GeometryType::multipolygon);
    const auto n = in.count(least_polygon, 1);
    Bounds bounds;
    domain::MultiPolygon polygons;
    for (std::uint32_t i = 0; i < n && in.ok(); ++i) {
        in.expect(entity_mark);
        in.expect(polygon_type);
        const auto rings = in.count(least_ring, 1);
        auto& polygon = polygons.emplace_back();
        for (std::uint32_t k = 0; k < rings && in.ok(); ++k) polygon.push_back(read_ring(in, bounds));
    }
    if (!finish(in, header, bounds)) return {};
    return polygons;
}

domain::Box blob_bounds(std::span<const std::uint8_t> blob)
{
    Reader in(blob.subspan(6));
    domain::Box box;
    box.west = in.get<double>();
    box.south = in.get<double>();
    box.east = in.get<double>();
    box.north = in.get<double>();
    return box;
}

}  // namespace tuantra::store
