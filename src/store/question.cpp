#include "store/question.hpp"

#include "store/rtree_pack.hpp"
#include "store/schema.hpp"
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
        const auto& f = filter;
        m_facets = !(f.kinds == domain::KindSet::all()) || f.severity_min > 1 || f.severity_max < 5 ||
                   f.grade_min > 'A' || f.grade_max < 'F';
        m_addressed = f.line || !f.km.open() || !f.offset_m.open();
        m_full = f.since || f.until || m_facets || m_addressed;
    }

    void build()
    {
        time();
        place();
        area();
        facets();
        address();
        const bool indexed = !m_index.empty();
        const bool source = restrict_to_source();
        const bool text = words(indexed);
        m_q.m_where = m_index + m_exact + m_records;
        if (indexed) {
            const std::string from = m_full ? " FROM incident_rtree r" : " FROM idx_incident_geom r";
            const std::string join = m_full ? "i.id=r.id" : "i.id=r.pkid";
            m_q.m_from = from + " CROSS JOIN incident i ON " + join;
            if (source || text) return;
            m_q.m_index_from = from;
            m_q.m_index_where = m_index;
            if (!m_exact.empty())
                m_q.m_index_where +=
                    " AND ((1" + m_sure + ") OR EXISTS(SELECT 1 FROM incident i WHERE " + join + m_exact + "))";
        } else if (!text) {
            m_q.m_from = " FROM incident i";
            m_q.m_open = !source;
        }
    }

private:
    /// The names of the index's columns: those of our own tree, else those of SpatiaLite's plane one.
    std::string name(const char* full, const char* plane) const { return std::string("r.") + (m_full ? full : plane); }

    void time()
    {
        const auto shifted = [&](domain::Instant t) { return m_q.number(static_cast<double>(t.unix_s - rtree_epoch)); };
        if (m_filter.since) {
            const auto t = shifted(*m_filter.since);
            m_index += " AND r.t1>=" + t;
            m_sure += " AND r.t0>=" + t;
            m_exact += " AND i.occurred_to>=" + m_q.number(m_filter.since->unix_s);
        }
        if (m_filter.until) {
            const auto t = shifted(*m_filter.until);
            m_index += " AND r.t0<=" + t;
            m_sure += " AND r.t1<" + t;
            m_exact += " AND i.occurred_from<" + m_q.number(m_filter.until->unix_s);
        }
    }

    std::array<std::string, 4> overlap(const domain::Box& box)
    {
        const auto west = m_q.number(box.west), south = m_q.number(box.south);
        const auto east = m_q.number(box.east), north = m_q.number(box.north);
        m_index += " AND " + name("lon1", "xmax") + ">=" + west + " AND " + name("lon0", "xmin") + "<=" + east +
                   " AND " + name("lat1", "ymax") + ">=" + south + " AND " + name("lat0", "ymin") + "<=" + north;
        return {west, south, east, north};
    }

    std::string entry() const
    {
        return name("lon0", "xmin") + "," + name("lon1", "xmax") + "," + name("lat0", "ymin") + "," +
               name("lat1", "ymax");
    }

    void match(const std::string& question) { m_index += " AND " + name("id", "pkid") + " MATCH " + question; }

    void place()
    {
        if (m_filter.box) {
            const auto [west, south, east, north] = overlap(*m_filter.box);
            m_sure += " AND " + name("lon0", "xmin") + ">=" + west + " AND " + name("lon1", "xmax") + "<=" + east +
                      " AND " + name("lat0", "ymin") + ">=" + south + " AND " + name("lat1", "ymax") + "<=" + north;
            m_exact += " AND in_box(i.geom," + west + "," + south + "," + east + "," + north + ")";
        }
        if (m_filter.near) {
            const auto& c = *m_filter.near;
            if (const auto box = bounds_of(c)) overlap(*box);
            const auto lon = m_q.number(c.centre.lon), lat = m_q.number(c.centre.lat),
                       r = m_q.number(c.radius_km * 1000);
            const auto circle = lon + "," + lat + "," + r;
            match("rtree_circle(" + circle + ")");
            m_sure += " AND circle_has(" + entry() + "," + circle + ")";
            m_exact += " AND in_circle(i.geom," + circle + ")";
        }
    }

    void area()
    {
        if (m_filter.within.empty()) return;
        check_area(m_filter.within);
        overlap(bounds_of(m_filter.within));
        const auto blob = m_q.add(polygons_blob(m_filter.within));
        match("rtree_area(" + blob + ")");
        m_sure += " AND area_has(" + entry() + "," + blob + ")";
        m_exact += " AND CASE area_side(i.geom," + blob + ") WHEN 0 THEN 0 WHEN 1 THEN 1 ELSE ST_Intersects(i.geom," +
                   blob + ")=1 END";
    }

    /// Kind, severity and grade stand in the index as whole numbers: it is always sure of them.
    void facets()
    {
        if (!m_facets) return;
        const auto& f = m_filter;
        const bool graded = f.grade_min > 'A' || f.grade_max < 'F';
        std::string arguments;
        for (const int v : {static_cast<int>(f.kinds.bits), f.severity_min, f.severity_max,
                            graded ? f.grade_min - 'A' + 1 : 0, graded ? f.grade_max - 'A' + 1 : 6})
            arguments += (arguments.empty() ? "" : ",") + m_q.number(std::int64_t{v});
        match("rtree_facet(" + arguments + ")");
    }

    void address()
    {
        if (!m_addressed) return;
        const auto& f = m_filter;
        // Where nothing narrows the chainage, a line is all within half the way to the other.
        constexpr double half = coast_position_km / 2;
        const double shift = f.line == domain::LineId::coast ? coast_position_km : 0;
        const double low = shift + std::clamp(f.km.from.value_or(-half), -half, half);
        const double high = shift + std::clamp(f.km.to.value_or(half), -half, half);
        const auto from = m_q.number(low), to = m_q.number(high);
        if (f.line) {
            m_index += " AND r.p1>=" + from + " AND r.p0<=" + to;
            m_sure += " AND r.p0>=" + from + " AND r.p1<=" + to;
            m_exact += " AND i.line=" + m_q.add(std::string(domain::to_string(*f.line)));
        } else {
            const auto coast_from = m_q.number(low + coast_position_km),
                       coast_to = m_q.number(high + coast_position_km);
            match("rtree_position(" + from + "," + to + "," + coast_from + "," + coast_to + ")");
            m_sure +=
                " AND (r.p0>=" + from + " AND r.p1<=" + to + " OR r.p0>=" + coast_from + " AND r.p1<=" + coast_to + ")";
            m_exact += " AND i.line IS NOT NULL";
        }
        range("i.chainage_km", f.km);
        if (f.offset_m.open()) return;
        m_sure += " AND 0";  // the index knows no offsets
        range("i.offset_m", f.offset_m);
    }

    void range(const char* column, const domain::Range& r)
    {
        if (r.from) m_exact += std::string(" AND ") + column + ">=" + m_q.number(*r.from);
        if (r.to) m_exact += std::string(" AND ") + column + "<=" + m_q.number(*r.to);
    }

    /// The records of an import lie in a range of numbers.
    bool restrict_to_source()
    {
        if (!m_filter.source) return false;
        const auto uid = m_q.add(Blob{m_filter.source->bytes.begin(), m_filter.source->bytes.end()});
        const auto field = [&](const char* column) {
            return "(SELECT " + std::string(column) + " FROM source WHERE uid=" + uid + ")";
        };
        m_records += " AND i.source_id=" + field("id");
        if (m_index.empty())
            m_records += " AND i.id BETWEEN " + field("first_incident") + " AND " + field("last_incident");
        return true;
    }

    /// Text: the index as far as it reaches, then the records after it; each hit is read again, as the index may hold
    /// more than the record (never less). What another index yields is read anyway.
    bool words(bool indexed)
    {
        const auto wanted = split_words(m_filter.text);
        if (wanted.empty()) return false;
        m_records += " AND text_match(i.title,i.narrative," + m_q.add(m_filter.text) + ")";
        if (indexed) return true;
        const auto rest =
            "SELECT n.id FROM incident n WHERE n.id>" + m_q.number(std::max<std::int64_t>(m_watermark, 0));
        std::string found = rest;
        if (m_watermark > 0)
            found = "SELECT rowid AS id FROM incident_text WHERE incident_text MATCH " + m_q.add(match_text(wanted)) +
                    " UNION ALL " + rest;
        m_q.m_from = " FROM (" + found + ") x CROSS JOIN incident i ON i.id=x.id";
        return true;
    }

    Question& m_q;
    const domain::Filter& m_filter;
    std::int64_t m_watermark;
    bool m_facets = false, m_addressed = false, m_full = false;
    std::string m_index;    ///< what the R*Tree is asked
    std::string m_sure;     ///< when its answer needs no second look
    std::string m_exact;    ///< the second look, at the record
    std::string m_records;  ///< what only the record knows
};

/// Chunks that pass are found first; a track passes with any of them.
class Question::TrackBuilder {
public:
    TrackBuilder(Question& q, const domain::Filter& filter) : m_q(q), m_filter(filter) {}

    void build()
    {
        ask();
        m_q.m_from = " FROM track t";
        if (m_index.empty()) return;
        m_q.m_from =
            " FROM (SELECT DISTINCT c.track_id AS id FROM track_rtree r CROSS JOIN track_chunk c ON c.id=r.id WHERE 1" +
            m_index + m_exact + ") x CROSS JOIN track t ON t.id=x.id";
    }

    void build_runs()
    {
        ask();
        m_q.m_where += m_index;
        m_q.m_from = m_index.empty() ? " FROM track t CROSS JOIN track_chunk c ON c.track_id=t.id"
                                     : " FROM track_rtree r CROSS JOIN track_chunk c ON c.id=r.id CROSS JOIN track t "
                                       "ON t.id=c.track_id";
    }

private:
    void ask()
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
    }

    Blob uid() const { return {m_filter.source->bytes.begin(), m_filter.source->bytes.end()}; }

    void overlap(const domain::Box& box)
    {
        m_index += " AND r.lon1>=" + m_q.number(box.west) + " AND r.lon0<=" + m_q.number(box.east) +
                   " AND r.lat1>=" + m_q.number(box.south) + " AND r.lat0<=" + m_q.number(box.north);
    }

    void intersects(const domain::MultiPolygon& area)
    {
        overlap(bounds_of(area));
        // a line without length (a mover that stood, or a lone fix) meets nothing, but its point does
        m_exact +=
            " AND CASE WHEN valid_blob(c.geom,2002) THEN ST_Intersects(CASE WHEN MbrMinX(c.geom)=MbrMaxX(c.geom) AND "
            "MbrMinY(c.geom)=MbrMaxY(c.geom) THEN ST_StartPoint(c.geom) ELSE c.geom END," +
            m_q.add(polygons_blob(area)) + ")=1 ELSE 0 END";
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

Question Question::track_runs(const domain::Filter& filter)
{
    Question q;
    TrackBuilder(q, filter).build_runs();
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
