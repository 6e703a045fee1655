#include "gis/guess.hpp"

#include "domain/text.hpp"
#include "gis/coordinates.hpp"
#include "gis/field_text.hpp"
#include "gis/profile.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <initializer_list>
#include <set>
#include <string_view>

namespace tuantra::gis {

namespace {

using Names = std::vector<std::string_view>;
using Test = std::function<bool(const std::string&)>;

// Column names as column_key() writes them, best first.
const Names lon_names = {"lon",
                         "longitude",
                         "long",
                         "lng",
                         "decimallongitude",
                         "londd",
                         "longdd",
                         "kinhdo",
                         "kdo",
                         "kinhdodong",
                         "toadokinhdo",
                         "gpslongitude",
                         "locationlong",
                         "locationlongitude",
                         "pointx",
                         "xcoord",
                         "coordx",
                         "x"};
const Names lat_names = {
    "lat",         "latitude",    "decimallatitude",  "latdd",  "vido",   "vdo",    "vidobac", "toadovido",
    "gpslatitude", "locationlat", "locationlatitude", "pointy", "ycoord", "coordy", "y"};
const Names both_names = {"coordinates",    "coordinate", "coordonnees", "coord",  "coords",
                          "latlon",         "latlong",    "latlng",      "lonlat", "locationcoordinates",
                          "gpscoordinates", "toado",      "toadogps",    "vitri",  "position",
                          "location",       "geometry",   "geom",        "wkt",    "point",
                          "thegeom"};
const Names easting_names = {"easting", "east", "eastingm", "toadodong", "xvn2000", "toadox",
                             "x",       "xm",   "est",      "utme",      "xutm"};
const Names northing_names = {"northing", "north", "northingm", "toadobac", "yvn2000", "toadoy",
                              "y",        "ym",    "nord",      "utmn",     "yutm"};
const Names time_names = {
    "occurredfrom", "occurredat",   "occurred",  "timestamp",      "datetime",     "time",         "ts",
    "fixtime",      "recordedat",   "thoigian",  "thoigianxayra",  "ngaygio",      "ngaygioxayra", "thoidiem",
    "ngayxayra",    "ngayphathien", "ngaythang", "ngayvuviec",     "ngay",         "horodatage",   "dateheure",
    "datedefait",   "datefait",     "date",      "dateofincident", "incidentdate", "eventdate",    "dateoccurred",
    "reporteddate", "observedat",   "gpstime",   "timeutc",        "datetimeutc",  "starttime",    "start",
    "begin",        "when",         "timestart", "jour",           "epoch",        "unixtime",     "timestamputc"};
const Names time_to_names = {"occurredto", "endtime",         "end",     "timeto", "timeend", "enddate", "denngay",
                             "ketthuc",    "thoigianketthuc", "datefin", "fin",    "until"};
const Names clock_names = {"clock", "time", "hour", "gio", "giophut", "gioxayra", "heure", "timeofday", "localtime"};
const Names kind_names = {"kind",         "incidentkind",  "incidenttype", "eventtype", "crimetype",   "type",
                          "category",     "loai",          "loaivuviec",   "loaihinh",  "loaitoipham", "loaivipham",
                          "phanloai",     "hanhvi",        "toidanh",      "vipham",    "categorie",   "nature",
                          "typeincident", "typedincident", "infraction"};
const Names severity_names = {"severity", "mucdo",    "mucdonghiemtrong", "priority", "uutien",
                              "gravite",  "priorite", "severite",         "level"};
const Names title_names = {"title",  "tieude",   "tenvuviec", "vuviec", "titre",   "intitule", "headline", "summary",
                           "tomtat", "trichyeu", "resume",    "objet",  "subject", "name",     "ten",      "nom"};
const Names narrative_names = {"narrative", "description", "desc",    "noidung", "noidungvuviec",
                               "mota",      "dienbien",    "chitiet", "details", "detail",
                               "remarks",   "remark",      "recit",   "faits",   "comment",
                               "comments",  "commentaire", "ghichu",  "notes",   "cmt"};
const Names reliability_names = {"reliability", "sourcereliability", "dotincay", "dotincaynguon", "fiabilite", "grade"};
const Names credibility_names = {"credibility", "infocredibility", "dochinhxac", "credibilite"};
const Names suspects_names = {"suspects",   "suspectcount", "doituong",      "sodoituong",
                              "songhipham", "nghipham",     "nombresuspects"};
const Names victims_names = {"victims",        "victimcount",        "nannhan", "sonannhan", "victimes",
                             "nombrevictimes", "totaldeadandmissing"};
const Names strong_mover_names = {"mover",      "mmsi",     "trackid",      "trackfid",  "patrolid", "vesselid",
                                  "shipid",     "deviceid", "collarid",     "imei",      "tagid",    "subjectid",
                                  "groupbycol", "unitid",   "individualid", "matuantra", "matau",    "sohieutau",
                                  "biensoxe",   "todi",     "idpatrouille"};
const Names weak_mover_names = {"unit",       "vessel", "ship",     "boat",      "subject",    "patrol",
                                "device",     "track",  "donvi",    "tau",       "doituantra", "navire",
                                "patrouille", "animal", "callsign", "individual"};
const Names key_names = {"uid",
                         "uuid",
                         "guid",
                         "globalid",
                         "key",
                         "sourcekey",
                         "id",
                         "reference",
                         "referencenumber",
                         "ref",
                         "refno",
                         "incidentid",
                         "eventid",
                         "recordid",
                         "webid",
                         "caseid",
                         "casenumber",
                         "mavuviec",
                         "mavu",
                         "maso",
                         "sohieu",
                         "sohoso",
                         "ma",
                         "code",
                         "identifiant",
                         "numero",
                         "placeid",
                         "zoneid",
                         "worldportindexnumber",
                         "fid",
                         "objectid"};
const Names name_names = {"name",         "ten",          "tendiadanh",  "tenvi",     "nom",        "namevi",
                          "namelocal",    "mainportname", "portname",    "placename", "title",      "label",
                          "vesselname",   "shipname",     "subjectname", "trackname", "patrolname", "shapename",
                          "provincename", "tentinh",      "nameen",      "navname",   "diadanh",    "lieu"};
const Names zone_kind_names = {"zonekind", "kind", "type", "loai", "category", "categorie", "class"};
const Names valid_from_names = {"validfrom", "hieuluctu", "tungay", "startdate", "valabledu"};
const Names valid_to_names = {"validto", "hieulucden", "denngay", "enddate", "valableau"};

class Guesser {
public:
    Guesser(const Sample& sample, domain::Zone zone) : m_sample(sample), m_zone(zone)
    {
        for (const auto& column : sample.columns) m_keys.push_back(column_key(column));
    }

    /// The share of the column's values that pass, 0 when it has none.
    double share(std::size_t column, const Test& test) const
    {
        std::size_t some = 0, good = 0;
        for (const auto& row : m_sample.rows) {
            const auto value = trimmed(row[column]);
            if (value.empty()) continue;
            ++some;
            good += test(std::string(value)) ? 1U : 0U;
        }
        return some == 0 ? 0.0 : static_cast<double>(good) / static_cast<double>(some);
    }

    std::string take(const Names& names, const Test& test, double least = 0.5)
    {
        for (const auto name : names) {
            for (std::size_t i = 0; i < m_keys.size(); ++i) {
                if (m_keys[i] != name || m_taken.contains(i) || share(i, test) <= least) continue;
                m_taken.insert(i);
                return m_sample.columns[i];
            }
        }
        return {};
    }

    /// As take, for columns whose name only ends in one of the names ("Residence_Addresses_Latitude").
    std::string take_ending(const Names& endings, const Test& test)
    {
        for (const auto ending : endings) {
            for (std::size_t i = 0; i < m_keys.size(); ++i) {
                if (!m_keys[i].ends_with(ending) || m_taken.contains(i) || share(i, test) <= 0.5) continue;
                m_taken.insert(i);
                return m_sample.columns[i];
            }
        }
        return {};
    }

    std::string take_any(const Test& test, double least)
    {
        for (std::size_t i = 0; i < m_keys.size(); ++i) {
            if (m_taken.contains(i) || share(i, test) <= least) continue;
            m_taken.insert(i);
            return m_sample.columns[i];
        }
        return {};
    }

    void claim(const std::string& column)
    {
        if (const int i = find_column(m_sample.columns, column); i >= 0) m_taken.insert(static_cast<std::size_t>(i));
    }
    void give_back(const std::string& column)
    {
        if (const int i = find_column(m_sample.columns, column); i >= 0) m_taken.erase(static_cast<std::size_t>(i));
    }

    bool is_time(const std::string& text) const { return domain::parse_time(text, m_zone).has_value(); }

    /// Different values of a column over its values: 1 when all differ.
    double variety(const std::string& column) const
    {
        const int i = find_column(m_sample.columns, column);
        if (i < 0) return 0;
        std::set<std::string> values;
        for (const auto& row : m_sample.rows) values.insert(row[static_cast<std::size_t>(i)]);
        return m_sample.rows.empty() ? 1.0
                                     : static_cast<double>(values.size()) / static_cast<double>(m_sample.rows.size());
    }

private:
    const Sample& m_sample;
    domain::Zone m_zone;
    std::vector<std::string> m_keys;
    std::set<std::size_t> m_taken;
};

bool any_text(const std::string&)
{
    return true;
}

Test angle_within(double most)
{
    return [most](const std::string& text) {
        const auto angle = parse_angle(text);
        return angle && std::abs(angle->degrees) <= most;
    };
}

bool is_integer(const std::string& text)
{
    return !text.empty() && std::all_of(text.begin() + (text[0] == '-' ? 1 : 0), text.end(),
                                        [](char c) { return c >= '0' && c <= '9'; });
}

bool is_projected(const std::string& text)
{
    const auto angle = parse_angle(text);
    return angle && std::abs(angle->degrees) > 360;
}

bool is_clock(const std::string& text)
{
    const auto colon = text.find_first_of(":hHgG");
    return colon != std::string::npos && colon > 0 && colon <= 2 && text.size() <= 11 && text[0] >= '0' &&
           text[0] <= '9';
}

bool is_pair(const std::string& text)
{
    return parse_angle_pair(text).has_value();
}

bool is_letter_grade(const std::string& text)
{
    return text.size() == 1 && ((text[0] >= 'A' && text[0] <= 'F') || (text[0] >= 'a' && text[0] <= 'f'));
}

bool is_digit_grade(const std::string& text)
{
    return text.size() == 1 && text[0] >= '1' && text[0] <= '6';
}

void guess_place(Guesser& g, Mapping& m, bool shapes)
{
    if (!m.lon.empty() || !m.both.empty() || !m.easting.empty() || shapes) return;
    // A file may hold swapped or broken values in good columns: any number passes, the rows tell what is wrong.
    const Test angle = [](const std::string& text) {
        const auto a = parse_angle(text);
        return a && std::abs(a->degrees) <= 360;
    };
    m.lon = g.take(lon_names, angle, 0.3);
    m.lat = g.take(lat_names, angle, 0.3);
    if (m.lon.empty() != m.lat.empty() || m.lon.empty()) {
        if (m.lon.empty()) m.lon = g.take_ending({"longitude", "lon", "long", "lng", "kinhdo"}, angle_within(360));
        if (m.lat.empty()) m.lat = g.take_ending({"latitude", "lat", "vido"}, angle_within(360));
    }
    if (!m.lon.empty() && !m.lat.empty()) return;
    g.give_back(m.lon);
    g.give_back(m.lat);
    m.lon.clear();
    m.lat.clear();
    m.both = g.take(both_names, is_pair);
    if (!m.both.empty()) return;
    m.easting = g.take(easting_names, is_projected);
    m.northing = g.take(northing_names, is_projected);
    if (!m.easting.empty() && !m.northing.empty()) return;
    g.give_back(m.easting);
    g.give_back(m.northing);
    m.easting.clear();
    m.northing.clear();
    m.both = g.take_any(
        [](const std::string& text) {
            return text.size() >= 9 && is_pair(text) && parse_angle_pair(text)->first.axis != Axis::unknown;
        },
        0.8);
    if (!m.both.empty()) return;
    const auto in = [](double least, double most) {
        return [least, most](const std::string& text) {
            const auto a = parse_angle(text);
            return a && text.find_first_of(".,") != std::string::npos && a->degrees >= least && a->degrees <= most;
        };
    };
    m.lon = g.take_any(in(100, 120), 0.9);
    m.lat = g.take_any(in(5, 25), 0.9);
    if (m.lon.empty() || m.lat.empty()) {
        g.give_back(m.lon);
        g.give_back(m.lat);
        m.lon.clear();
        m.lat.clear();
    }
}

void guess_time(Guesser& g, Mapping& m)
{
    const Test time = [&](const std::string& text) { return g.is_time(text); };
    if (m.time.empty()) m.time = g.take(time_names, time);
    if (m.time.empty()) m.time = g.take_ending({"timestamp", "datetime", "time", "date", "ngay"}, time);
    if (m.time.empty())
        m.time = g.take_any(
            [&](const std::string& text) {
                return !is_integer(text) && text.size() >= 8 && text.find_first_of("-/:") != std::string::npos &&
                       g.is_time(text);
            },
            0.9);
    if (m.time_to.empty()) m.time_to = g.take(time_to_names, time);
    if (m.clock.empty() && !m.time.empty()) m.clock = g.take(clock_names, is_clock);
}

void guess_words(Guesser& g, Mapping& m)
{
    const auto fill = [&](std::string& to, const Names& names, const Test& test) {
        if (to.empty()) to = g.take(names, test, 0.0);
    };
    fill(m.kind, kind_names, [](const std::string& text) { return !is_integer(text); });
    fill(m.severity, severity_names, any_text);
    fill(m.narrative, narrative_names, any_text);
    fill(m.title, title_names, [](const std::string& text) { return !is_integer(text); });
    fill(m.reliability, reliability_names, is_letter_grade);
    fill(m.credibility, credibility_names, is_digit_grade);
    fill(m.suspects, suspects_names, is_integer);
    fill(m.victims, victims_names, is_integer);
}

bool wants_tracks(const Sample& sample, const Mapping& m)
{
    return !m.mover.empty() && !m.time.empty() && sample.rows.size() >= 2;
}

}  // namespace

Sample take_sample(RowReader& reader, std::size_t rows)
{
    Sample sample;
    sample.columns = reader.columns();
    sample.format = reader.format();
    sample.layer = reader.layer();
    RawRow row;
    for (std::size_t i = 0; i < rows && reader.next(row); ++i) {
        if (!row.defect.empty()) continue;
        sample.rows.emplace_back(row.values.begin(), row.values.end());
        if (row.shape == nullptr) continue;
        sample.points += row.shape->type == Shape::Type::point ? 1U : 0U;
        sample.lines += row.shape->type == Shape::Type::line ? 1U : 0U;
        sample.polygons += row.shape->type == Shape::Type::polygon ? 1U : 0U;
        const auto& times = row.shape->times;
        sample.timed_lines +=
            std::any_of(times.begin(), times.end(), [](const auto& t) { return !t.empty(); }) ? 1U : 0U;
    }
    return sample;
}

Mapping guess_mapping(const Sample& sample, Mapping m, domain::Zone zone)
{
    Guesser g(sample, zone);
    for (const auto* column : {&m.key, &m.time, &m.time_to, &m.clock, &m.lon, &m.lat, &m.both, &m.easting, &m.northing,
                               &m.kind, &m.severity, &m.title, &m.narrative, &m.mover, &m.name})
        g.claim(*column);
    guess_place(g, m, sample.shapes());
    guess_time(g, m);
    const bool maybe_tracks = m.target == Target::automatic || m.target == Target::tracks;
    if (m.mover.empty() && maybe_tracks && !m.time.empty()) m.mover = g.take(strong_mover_names, any_text, 0.0);
    if (m.mover.empty() && m.target == Target::tracks) m.mover = g.take(weak_mover_names, any_text, 0.0);
    if (m.target == Target::automatic) m.target = guess_target(sample, m);
    if (m.mover.empty() && m.target == Target::tracks)
        m.mover = g.take(
            key_names, [](const std::string&) { return true; }, 0.0);
    if (!m.mover.empty() && m.target == Target::tracks && column_key(m.mover) == "mmsi" && m.mover_kind.empty())
        m.mover_kind = "vessel";
    switch (m.target) {
        case Target::incidents:
            guess_words(g, m);
            break;
        case Target::places:
        case Target::zones:
            if (m.zone_kind.empty())
                m.zone_kind = g.take(
                    zone_kind_names, [](const std::string& text) { return !is_integer(text); }, 0.0);
            if (m.valid_from.empty()) m.valid_from = g.take(valid_from_names, any_text, 0.0);
            if (m.valid_to.empty()) m.valid_to = g.take(valid_to_names, any_text, 0.0);
            break;
        default:
            break;
    }
    if (m.target != Target::incidents && m.name.empty()) m.name = g.take(name_names, any_text, 0.0);
    if (m.key.empty() && m.key_columns.empty()) {
        m.key = g.take(key_names, any_text, 0.9);
        // A number that repeats within the first rows is no key.
        if (!m.key.empty() && m.target != Target::tracks && g.variety(m.key) < 0.99) m.key.clear();
    }
    return m;
}

Target guess_target(const Sample& sample, const Mapping& mapping)
{
    if (sample.format == "GPX") return sample.layer == "track_points" ? Target::tracks : Target::places;
    if (sample.polygons > 0 && sample.polygons >= sample.lines && sample.polygons >= sample.points)
        return Target::zones;
    if (sample.lines > 0 && sample.lines >= sample.points) return Target::tracks;
    if (wants_tracks(sample, mapping)) return Target::tracks;
    if (!mapping.time.empty()) return Target::incidents;
    for (const auto& column : sample.columns) {
        const auto key = column_key(column);
        if (key == "severity" || key == "loaivuviec" || key == "incidenttype" || key == "mucdo")
            return Target::incidents;
    }
    return Target::places;
}

domain::Ring ring_of_row(std::span<const std::string_view> values)
{
    while (!values.empty() && trimmed(values.back()).empty()) values = values.first(values.size() - 1);
    if (values.size() < 9 || values.size() % 2 == 0 || !is_integer(std::string(trimmed(values[0])))) return {};
    domain::Ring ring;
    for (std::size_t i = 1; i < values.size(); i += 2) {
        const auto lat = parse_angle(values[i]), lon = parse_angle(values[i + 1]);
        if (!lat || !lon) return {};
        ring.push_back({lon->degrees, lat->degrees});
    }
    return ring.front() == ring.back() ? ring : domain::Ring{};
}

bool are_rings(const Sample& sample)
{
    return !sample.rows.empty() && std::all_of(sample.rows.begin(), sample.rows.end(), [](const auto& row) {
        const std::vector<std::string_view> values(row.begin(), row.end());
        return !ring_of_row(values).empty();
    });
}

bool longitude_first(const Sample& sample, const std::string& both)
{
    const int column = find_column(sample.columns, both);
    if (column < 0) return false;
    std::size_t first = 0, second = 0;
    for (const auto& row : sample.rows) {
        const auto pair = parse_angle_pair(row[static_cast<std::size_t>(column)]);
        if (!pair) continue;
        first += std::abs(pair->first.degrees) > 90 ? 1U : 0U;
        second += std::abs(pair->second.degrees) > 90 ? 1U : 0U;
    }
    return first > second;
}

bool vietnamese_letters(const Sample& sample, const Mapping& mapping)
{
    for (const auto& name : {mapping.lon, mapping.lat}) {
        const int column = find_column(sample.columns, name);
        if (column < 0) continue;
        for (const auto& row : sample.rows) {
            const auto& value = row[static_cast<std::size_t>(column)];
            const std::string folded = domain::fold(value);
            const auto last = folded.find_last_not_of(' ');
            if (last == std::string::npos) continue;
            const char letter = folded[last];
            // B, D (dong) and T never stand for a hemisphere in English or French.
            if ((letter == 'b' || letter == 'd' || letter == 't') && parse_angle(value) &&
                parse_angle(value)->axis != Axis::unknown && !folded.ends_with("est") && !folded.ends_with("nord") &&
                !folded.ends_with("sud") && !folded.ends_with("east") && !folded.ends_with("west"))
                return true;
        }
    }
    return false;
}

}  // namespace tuantra::gis
