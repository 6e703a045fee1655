#include "store/question.hpp"

#include "store/rtree_pack.hpp"
#include "store/words.hpp"

#include "domain/geodesy.hpp"
#include "store/error.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::store {

namespace {

domain::Box bounds_of(const domain::MultiPolygon& polygons)
{
    domain::Polyline all;
    for (const auto& polygon : polygons)
        for (const auto& ring : polygon) all.insert(all.end(), ring.begin(), ring.end());
    return domain::bounds(all).value_or(domain::Box{});
}

/// A box that holds the circle, or nothing when it reaches a pole or the date line: then the index's own test must do.
std::optional<domain::Box> bounds_of(const domain::Circle& circle)
{
    const double metres = circle.radius_km * 1000;
    constexpr double least_metres_per_degree = 110'500, margin = 1.02;
    const double up = margin * metres / least_metres_per_degree;
    const double top = std::max(std::abs(circle.centre.lat - up), std::abs(circle.centre.lat + up));
    if (top > 85) return {};
    const double across = up / std::cos(top * 3.14159265358979 / 180);
    const domain::Box box{circle.centre.lon - across, circle.centre.lat - up, circle.centre.lon + across,
                          circle.centre.lat + up};
    if (box.west < -180 || box.east > 180) return {};
    return box;
}

void check_area(const domain::MultiPolygon& polygons)
{
    const auto refuse = [](const char* why) {
        throw Error(Error::Code::failed, std::string("the area is refused: ") + why);
    };
    for (const auto& polygon : polygons) {
        if (polygon.empty()) refuse("a polygon has no ring");
        for (const auto& ring : polygon) {
            if (ring.size() < 3) refuse("a ring has fewer than three places");
            for (const auto& p : ring)
                if (!domain::is_valid(p)) refuse("a ring leaves the globe");
        }
    }
}

std::string match_text(const std::vector<std::string>& words)
{
    std::string out;
    for (const auto& word : words) out += (out.empty() ? "\"" : " \"") + word + "\"*";
    return out;
}

}  // namespace

std::string Question::add(Value v)
{
    m_values.push_back(std::move(v));
    return "?" + std::to_string(m_values.size());
}

class Question::IncidentBuilder {
public:
    IncidentBuilder(Question& q, const domain::Filter& filter, std::int64_t watermark)
        : m_q(q), m_filter(filter), m_watermark(watermark)
    {
    }

    void build()
    {
        place_and_time();
        const bool spatial = !m_index.empty();
        const bool timed = m_filter.since || m_filter.until;
        const bool others = columns();
        const bool text = words(spatial);
        if (spatial) {
            const std::string table = timed ? "incident_rtree" : "idx_incident_geom";
            m_q.m_from = " FROM " + table + " r CROSS JOIN incident i ON i.id=r." + (timed ? "id" : "pkid");
            m_q.m_where = m_index + m_exact + m_columns;
            if (!others && !text) {
                m_q.m_index_from = " FROM " + table + " r";
                m_q.m_index_where = m_index + " AND ((" + m_sure.substr(5) +
                                    ") OR EXISTS(SELECT 1 FROM incident i WHERE i.id=r." + (timed ? "id" : "pkid") +
                                    m_exact + "))";
            }
            return;
        }
        m_q.m_where = m_columns;
        if (text) return;
        m_q.m_from = " FROM incident i" + start();
        m_q.m_open = !others;
    }

private:
    /// The names of the index's columns: those of the space-time tree, else those of SpatiaLite's plane one.
    std::string name(const char* space_time, const char* plane) const
    {
        return std::string("r.") + (m_filter.since || m_filter.until ? space_time : plane);
    }

    void place_and_time()
    {
        const auto w = name("lon0", "xmin"), e = name("lon1", "xmax"), s = name("lat0", "ymin"),
                   n = name("lat1", "ymax");
        const auto id = name("id", "pkid");
        const auto entry = w + "," + e + "," + s + "," + n;
        const auto overlap = [&](const domain::Box& box) {
            const auto west = m_q.number(box.west), south = m_q.number(box.south), east = m_q.number(box.east),
                       north = m_q.number(box.north);
            m_index += " AND " + e + ">=" + west + " AND " + w + "<=" + east + " AND " + n + ">=" + south + " AND " +
                       s + "<=" + north;
            return std::array{west, south, east, north};
        };
        time();
        if (m_filter.box) {
            const auto [west, south, east, north] = overlap(*m_filter.box);
            m_sure += " AND " + w + ">=" + west + " AND " + e + "<=" + east + " AND " + s + ">=" + south + " AND " + n +
                      "<=" + north;
            m_exact += " AND in_box(i.geom," + west + "," + south + "," + east + "," + north + ")";
        }
        if (m_filter.near) {
            if (const auto box = bounds_of(*m_filter.near)) overlap(*box);
            const auto& c = *m_filter.near;
            const auto circle =
                m_q.number(c.centre.lon) + "," + m_q.number(c.centre.lat) + "," + m_q.number(c.radius_km * 1000);
            m_index += " AND " + id + " MATCH rtree_circle(" + circle + ")";
            m_sure += " AND circle_has(" + entry + "," + circle + ")";
            m_exact += " AND in_circle(i.geom," + circle + ")";
        }
        if (!m_filter.within.empty()) {
            check_area(m_filter.within);
            overlap(bounds_of(m_filter.within));
            const auto area = m_q.add(polygons_blob(m_filter.within));
            m_index += " AND " + id + " MATCH rtree_area(" + area + ")";
            m_sure += " AND area_has(" + entry + "," + area + ")";
            m_exact += " AND CASE area_side(i.geom," + area +
                       ") WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE ST_Intersects(i.geom," + area + ")=1 END";
        }
    }

    void time()
    {
        if (m_filter.since) {
            const auto v = m_q.number(m_filter.since->unix_s);
            const auto shifted = m_q.number(static_cast<double>(m_filter.since->unix_s - rtree_epoch));
            m_index += " AND r.t1>=" + shifted;
            m_sure += " AND r.t0>=" + shifted;
            m_exact += " AND i.occurred_to>=" + v;
        }
        if (m_filter.until) {
            const auto v = m_q.number(m_filter.until->unix_s);
            const auto shifted = m_q.number(static_cast<double>(m_filter.until->unix_s - rtree_epoch));
            m_index += " AND r.t0<=" + shifted;
            m_sure += " AND r.t1<" + shifted;
            m_exact += " AND i.occurred_from<" + v;
        }
    }

    /// The parts that plain columns answer; whether there are any.
    bool columns()
    {
        const auto& f = m_filter;
        const auto range = [&](const char* column, const domain::Range& r) {
            if (r.from) m_columns += std::string(" AND ") + column + ">=" + m_q.number(*r.from);
            if (r.to) m_columns += std::string(" AND ") + column + "<=" + m_q.number(*r.to);
        };
        if (!(f.kinds == domain::KindSet::all())) m_columns += " AND i.kind IN (" + kinds() + ")";
        if (f.severity_min > 1 || f.severity_max < 5)
            m_columns += " AND i.severity BETWEEN " + m_q.number(std::int64_t{f.severity_min}) + " AND " +
                         m_q.number(std::int64_t{f.severity_max});
        if (f.line) m_columns += " AND i.line=" + m_q.add(std::string(domain::to_string(*f.line)));
        range("i.chainage_km", f.km);
        range("i.offset_m", f.offset_m);
        if (graded())
            m_columns += " AND i.reliability BETWEEN " + m_q.add(std::string(1, f.grade_min)) + " AND " +
                         m_q.add(std::string(1, f.grade_max));
        if (f.source) m_columns += " AND i.source_id=(SELECT id FROM source WHERE uid=" + m_q.add(uid()) + ")";
        return !m_columns.empty();
    }

    bool graded() const { return m_filter.grade_min > 'A' || m_filter.grade_max < 'F'; }
    Blob uid() const { return {m_filter.source->bytes.begin(), m_filter.source->bytes.end()}; }

    std::string kinds()
    {
        std::string out;
        for (const auto& info : domain::kinds())
            if (m_filter.kinds.has(info.kind)) out += (out.empty() ? "" : ",") + m_q.add(std::string(info.id));
        if (out.empty()) out = m_q.add(std::string());  // no record has the kind ""
        return out;
    }

    /// Text: the index as far as it reaches, the records after it one by one; each hit is read again, as the index may
    /// hold more than the record (never less).
    bool words(bool spatial)
    {
        const auto wanted = split_words(m_filter.text);
        if (wanted.empty()) return false;
        const auto text = m_q.add(m_filter.text);
        const auto match = m_q.add(match_text(wanted));
        const auto watermark = m_q.number(std::max<std::int64_t>(m_watermark, 0));
        m_columns += " AND text_match(i.title,i.narrative," + text + ")";
        if (spatial) return true;  // the text of what the spatial index yields is read anyway
        const std::string indexed = "SELECT rowid AS id FROM incident_text WHERE incident_text MATCH " + match;
        const std::string rest = "SELECT n.id FROM incident n WHERE n.id>" + watermark;
        m_q.m_from = " FROM (" + (m_watermark > 0 ? indexed + " UNION ALL " + rest : rest) +
                     ") x CROSS JOIN incident i ON i.id=x.id";
        return true;
    }

    /// Without place, time and text: the index to start from, most selective first.
    std::string start()
    {
        const auto& f = m_filter;
        if (f.source) {
            const auto source = m_q.add(uid());
            m_q.m_where += " AND i.id BETWEEN (SELECT first_incident FROM source WHERE uid=" + source +
                           ") AND (SELECT last_incident FROM source WHERE uid=" + source + ")";
            return "";
        }
        if (f.line || !f.km.open() || !f.offset_m.open()) {
            if (!f.line)
                m_q.m_where += " AND i.line IN (" + m_q.add(std::string(domain::to_string(domain::LineId::land))) +
                               "," + m_q.add(std::string(domain::to_string(domain::LineId::coast))) + ")";
            return " INDEXED BY incident_address";
        }
        const bool by_kind = !(f.kinds == domain::KindSet::all());
        const bool by_severity = f.severity_min > 1 || f.severity_max < 5;
        if (!by_kind && !by_severity && !graded()) return "";
        if (!by_kind) m_q.m_where += " AND i.kind IN (" + kinds() + ")";
        if (graded()) {
            std::string list;
            for (int s = std::max(1, f.severity_min); s <= std::min(5, f.severity_max); ++s)
                list += (list.empty() ? "" : ",") + m_q.number(std::int64_t{s});
            m_q.m_where += " AND i.severity IN (" + list + ")";
        }
        return " INDEXED BY incident_facet";
    }

    Question& m_q;
    const domain::Filter& m_filter;
    std::int64_t m_watermark;
    std::string m_index, m_sure, m_exact, m_columns;
};

/// Chunks that pass are found first; a track passes with any of them.
class Question::TrackBuilder {
public:
    TrackBuilder(Question& q, const domain::Filter& filter) : m_q(q), m_filter(filter) {}

    void build()
    {
        const auto& f = m_filter;
        const bool timed = f.since || f.until;
        if (f.since) {
            m_index += " AND r.t1>=" + m_q.number(static_cast<double>(f.since->unix_s - rtree_epoch));
            m_exact += " AND c.to_time>=" + m_q.number(static_cast<double>(f.since->unix_s));
        }
        if (f.until) {
            m_index += " AND r.t0<=" + m_q.number(static_cast<double>(f.until->unix_s - rtree_epoch));
            m_exact += " AND c.from_time<" + m_q.number(static_cast<double>(f.until->unix_s));
        }
        shape();
        if (f.source) m_q.m_where += " AND t.source_id=(SELECT id FROM source WHERE uid=" + m_q.add(uid()) + ")";
        m_q.m_open = !timed && m_index.empty() && !f.source;
        m_q.m_from = " FROM track t";
        if (m_index.empty()) return;
        m_q.m_from =
            " FROM (SELECT DISTINCT c.track_id AS id FROM track_rtree r CROSS JOIN track_chunk c ON c.id=r.id WHERE 1" +
            m_index + m_exact + ") x CROSS JOIN track t ON t.id=x.id";
    }

private:
    Blob uid() const { return {m_filter.source->bytes.begin(), m_filter.source->bytes.end()}; }

    void overlap(const domain::Box& box)
    {
        m_index += " AND r.lon1>=" + m_q.number(box.west) + " AND r.lon0<=" + m_q.number(box.east) +
                   " AND r.lat1>=" + m_q.number(box.south) + " AND r.lat0<=" + m_q.number(box.north);
    }

    void intersects(const domain::MultiPolygon& area)
    {
        overlap(bounds_of(area));
        m_exact += " AND CASE WHEN valid_blob(c.geom,2002) THEN ST_Intersects(c.geom," + m_q.add(polygons_blob(area)) +
                   ")=1 ELSE 0 END";
    }

    void shape()
    {
        const auto& f = m_filter;
        if (f.box) {
            const auto& b = *f.box;
            intersects({{{{b.west, b.south}, {b.east, b.south}, {b.east, b.north}, {b.west, b.north}}}});
        }
        if (f.near) {
            const auto& c = *f.near;
            if (const auto box = bounds_of(c)) overlap(*box);
            const auto circle =
                m_q.number(c.centre.lon) + "," + m_q.number(c.centre.lat) + "," + m_q.number(c.radius_km * 1000);
            m_index += " AND r.id MATCH rtree_circle(" + circle + ")";
            m_exact += " AND line_meets_circle(c.geom," + circle + ")";
        }
        if (!f.within.empty()) {
            check_area(f.within);
            intersects(f.within);
        }
    }

    Question& m_q;
    const domain::Filter& m_filter;
    std::string m_index, m_exact;
};

Question Question::incidents(const domain::Filter& filter, std::int64_t text_watermark)
{
    Question q;
    IncidentBuilder(q, filter, text_watermark).build();
    return q;
}

Question Question::tracks(const domain::Filter& filter)
{
    Question q;
    TrackBuilder(q, filter).build();
    return q;
}

std::string Question::select(const std::string& columns) const
{
    return "SELECT " + columns + m_from + " WHERE 1" + m_where;
}

std::string Question::select_ids(const std::string& column) const
{
    const auto with = [&](const std::string& id) {
        auto out = column;
        if (const auto at = out.find("{id}"); at != std::string::npos) out.replace(at, 4, id);
        return out;
    };
    if (m_index_from.empty()) return select(with(m_from.find("track t") != std::string::npos ? "t.id" : "i.id"));
    const bool plane = m_index_from.find("idx_") != std::string::npos;
    return "SELECT " + with(plane ? "r.pkid" : "r.id") + m_index_from + " WHERE 1" + m_index_where;
}

void Question::bind(SQLite::Statement& statement) const
{
    int i = 0;
    const auto used = statement.getBindParameterCount();
    for (const auto& value : m_values) {
        if (++i > used) break;  // the id form may not need the last ones
        std::visit(
            [&](const auto& v) {
                using T = std::decay_t<decltype(v)>;
                if constexpr (std::is_same_v<T, Blob>)
                    statement.bind(i, v.data(), static_cast<int>(v.size()));
                else
                    statement.bind(i, v);
            },
            value);
    }
}

}  // namespace tuantra::store
