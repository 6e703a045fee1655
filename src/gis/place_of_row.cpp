#include "gis/place_of_row.hpp"

#include "gis/error.hpp"
#include "gis/gdal.hpp"
#include "gis/profile.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>

namespace tuantra::gis {

namespace {

std::string_view value_of(const RawRow& row, int column)
{
    auto text = column >= 0 && static_cast<std::size_t>(column) < row.values.size()
                    ? row.values[static_cast<std::size_t>(column)]
                    : std::string_view{};
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

std::string shown_number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.10g", value);
    return text;
}

/// In Vietnamese survey papers X is the northing and Y the easting.
bool axes_crossed(const Sample& sample, int easting, int northing)
{
    std::size_t crossed = 0, straight = 0;
    for (const auto& row : sample.rows) {
        const auto e = parse_angle(row[static_cast<std::size_t>(easting)]);
        const auto n = parse_angle(row[static_cast<std::size_t>(northing)]);
        if (!e || !n) continue;
        crossed += e->degrees > 850'000 && n->degrees < 850'000 ? 1U : 0U;
        straight += n->degrees > 850'000 && e->degrees < 850'000 ? 1U : 0U;
    }
    return crossed > straight;
}

}  // namespace

std::string place_defect(domain::LonLat p)
{
    if (!std::isfinite(p.lon) || !std::isfinite(p.lat)) return "the coordinates are not finite numbers";
    const auto outside = [](const char* axis, double value) {
        return std::string(axis) + " " + shown_number(value) + " is out of range";
    };
    if (std::abs(p.lat) > 90) {
        const bool swapped = std::abs(p.lat) <= 180 && std::abs(p.lon) <= 90;
        const bool projected = std::abs(p.lat) > 1000;
        return outside("latitude", p.lat) + (swapped     ? "; longitude and latitude may be swapped"
                                             : projected ? "; the coordinates may be projected: name their CRS"
                                                         : "");
    }
    if (std::abs(p.lon) > 180) return outside("longitude", p.lon);
    if (p.lon == 0 && p.lat == 0) return "longitude 0, latitude 0 stands for a missing place";
    return {};
}

PlaceOfRow::PlaceOfRow(const std::string& shown, const Mapping& mapping, const Sample& sample)
{
    const auto column = [&](const std::string& name) {
        const int i = find_column(sample.columns, name);
        if (!name.empty() && i < 0) throw Error(shown, 0, "has no column \"" + one_line(name, 80) + "\"");
        if (i >= 0) m_columns.push_back(i);
        return i;
    };
    m_both = column(mapping.both);
    m_lon = column(mapping.lon);
    m_lat = column(mapping.lat);
    if (!mapping.easting.empty() && !mapping.northing.empty()) {
        if (mapping.crs.empty())
            throw Error(shown, 0,
                        "columns " + mapping.easting + " and " + mapping.northing +
                            " are projected coordinates; name their CRS (--crs EPSG:N)");
        m_lon = column(mapping.easting);
        m_lat = column(mapping.northing);
        m_projected = true;
        m_crossed = axes_crossed(sample, m_lon, m_lat);
    }
    if (!mapping.crs.empty() && m_lon >= 0) m_crs = ToWgs84(shown, mapping.crs);
    if (!mapping.crs.empty() && m_lon >= 0 && !m_crs.identity()) m_projected = true;
    m_lon_first = m_both >= 0 && longitude_first(sample, mapping.both);
    m_letter_n = vietnamese_letters(sample, mapping) ? LetterN::south : LetterN::north;
}

bool PlaceOfRow::from_shape(const RawRow& row, domain::LonLat& place, std::string& why) const
{
    if (row.shape->type != Shape::Type::point) {
        why = row.shape->type == Shape::Type::line ? "a line is no place" : "an area is no place";
        return false;
    }
    if (row.shape->parts.front().size() != 1) {
        why = "several points in one row";
        return false;
    }
    place = row.shape->parts.front().front();
    return true;
}

bool PlaceOfRow::from_pair(std::string_view text, domain::LonLat& place, std::string& why) const
{
    const auto pair = parse_angle_pair(text);
    if (!pair) {
        why = text.empty() ? "the place is empty" : "not a place: " + one_line(text, 60);
        return false;
    }
    const bool lon_first = pair->first.axis == Axis::unknown ? m_lon_first : pair->first.axis == Axis::lon;
    place = lon_first ? domain::LonLat{pair->first.degrees, pair->second.degrees}
                      : domain::LonLat{pair->second.degrees, pair->first.degrees};
    return true;
}

bool PlaceOfRow::from_two(std::string_view lon_text, std::string_view lat_text, domain::LonLat& place,
                          std::string& why) const
{
    const auto read = [&](std::string_view text, const char* axis, Axis wanted, double& value) {
        const auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (bad == std::errc{} && end == text.data() + text.size()) return true;
        const auto angle = parse_angle(text, m_letter_n);
        if (!angle || (angle->axis != Axis::unknown && angle->axis != wanted)) {
            why = text.empty() ? "the place is empty" : std::string(axis) + " is no coordinate: " + one_line(text, 60);
            if (angle) why += "; longitude and latitude may be swapped";
            return false;
        }
        value = angle->degrees;
        return true;
    };
    if (!read(lon_text, m_projected ? "easting" : "longitude", Axis::lon, place.lon)) return false;
    if (!read(lat_text, m_projected ? "northing" : "latitude", Axis::lat, place.lat)) return false;
    if (!m_projected) return true;
    if (m_crossed) std::swap(place.lon, place.lat);
    const auto converted = m_crs.convert(place.lon, place.lat);
    if (!converted) {
        why = shown_number(place.lon) + ", " + shown_number(place.lat) + " has no place in " + m_crs.name();
        return false;
    }
    place = *converted;
    return true;
}

bool PlaceOfRow::find(const RawRow& row, domain::LonLat& place, std::string& why) const
{
    bool found = false;
    if (m_lon >= 0 && m_lat >= 0) {
        found = from_two(value_of(row, m_lon), value_of(row, m_lat), place, why);
    } else if (m_both >= 0) {
        found = from_pair(value_of(row, m_both), place, why);
    } else if (row.shape != nullptr) {
        found = from_shape(row, place, why);
    } else {
        why = "the place is empty";
    }
    if (!found) return false;
    why = place_defect(place);
    return why.empty();
}

}  // namespace tuantra::gis
