#include "app/hotspot_data.hpp"

#include "app/errors.hpp"
#include "domain/text.hpp"
#include "lang/lang.hpp"
#include "store/sha256.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

/// Everything of an incident that a method can see, exactly.
std::string fingerprint(const store::IncidentRecord& row)
{
    const auto& i = row.incident;
    std::string out =
        fmt::format("{}\n{}\n{} {} {} {} {:a} {:a}", row.source_name, i.source_key, i.occurred.from.unix_s,
                    i.occurred.to.unix_s, domain::info(i.kind).id, i.severity, i.place.lon, i.place.lat);
    if (i.address)
        out += fmt::format(" {} {:a} {:a}", domain::to_string(i.address->line), i.address->chainage_km,
                           i.address->offset_m);
    return out;
}

}  // namespace

HotspotEvents load_hotspot_events(const store::Store& store, const domain::Filter& filter,
                                  const HotspotControl& control)
{
    HotspotEvents events;
    std::vector<std::string> prints;
    store.incidents(filter, [&](const store::IncidentRecord& row) {
        if (events.size() % 4096 == 0) control.at(0);
        events.place.push_back(row.incident.place);
        events.time.push_back(row.incident.occurred);
        events.address.push_back(row.incident.address);
        prints.push_back(store::Sha256().add(fingerprint(row)).hex());
        return true;
    });
    std::sort(prints.begin(), prints.end());
    store::Sha256 all;
    for (const auto& print : prints) all.add(print);
    events.hash = all.hex();
    return events;
}

LineFrame::LineFrame(const domain::Lines& lines, const domain::Filter& filter, double segment_km, Rest rest)
    : m_segment_km(segment_km)
{
    for (const auto id : {domain::LineId::land, domain::LineId::coast}) {
        if (filter.line && *filter.line != id) continue;
        const double length = lines.get(id).official_km();
        Part part;
        part.line = id;
        part.from_km = std::max(0.0, filter.km.from.value_or(0));
        part.to_km = std::min(length, filter.km.to.value_or(length));
        part.first = size();
        if (!(part.to_km > part.from_km)) continue;
        const double whole = std::floor(part.length_km() / segment_km + 1e-9);
        const double left = part.length_km() - whole * segment_km;
        const bool apart = whole == 0 || left >= (rest == Rest::apart ? segment_km * 1e-9 : segment_km / 2);
        part.count = static_cast<std::size_t>(whole) + (apart ? 1 : 0);
        for (std::size_t i = 0; i < part.count; ++i) {
            m_from.push_back(part.from_km + static_cast<double>(i) * segment_km);
            m_to.push_back(i + 1 < part.count ? m_from.back() + segment_km : part.to_km);
        }
        m_parts.push_back(part);
    }
    if (m_parts.empty()) throw CallError(tr("--km: no line has such kilometres"));
}

double LineFrame::total_km() const
{
    return std::accumulate(m_parts.begin(), m_parts.end(), 0.0,
                           [](double sum, const Part& part) { return sum + part.length_km(); });
}

const LineFrame::Part& LineFrame::part_of(std::size_t segment) const
{
    for (const Part& part : m_parts)
        if (segment < part.first + part.count) return part;
    return m_parts.back();
}

std::optional<std::size_t> LineFrame::segment_of(const domain::Address& address) const
{
    for (const Part& part : m_parts) {
        if (part.line != address.line || address.chainage_km < part.from_km || address.chainage_km > part.to_km)
            continue;
        const auto at = static_cast<std::size_t>((address.chainage_km - part.from_km) / m_segment_km);
        return part.first + std::min(at, part.count - 1);
    }
    return {};
}

analysis::Neighbours LineFrame::neighbours(std::size_t reach) const
{
    std::vector<std::size_t> counts;
    for (const Part& part : m_parts) counts.push_back(part.count);
    return analysis::line_neighbours(counts, reach);
}

std::vector<HotspotCell> LineFrame::cells(const domain::Lines& lines) const
{
    std::vector<HotspotCell> cells(size());
    for (std::size_t i = 0; i < size(); ++i) {
        cells[i].line = part_of(i).line;
        cells[i].from_km = m_from[i];
        cells[i].to_km = m_to[i];
        cells[i].size = length_km(i);
        cells[i].centre = lines.get(*cells[i].line).point_at(middle_km(i));
    }
    return cells;
}

Snapped snap(const HotspotEvents& events, double snap_km)
{
    Snapped snapped;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const auto& address = events.address[i];
        if (address && std::abs(address->offset_m) <= snap_km * 1000)
            snapped.rows.push_back(static_cast<std::uint32_t>(i));
        else
            ++snapped.left_out;
    }
    return snapped;
}

std::vector<double> counts_of(const HotspotEvents& events, std::span<const std::uint32_t> rows, const LineFrame& frame)
{
    std::vector<double> counts(frame.size(), 0);
    for (const std::uint32_t row : rows)
        if (const auto segment = frame.segment_of(*events.address[row])) ++counts[*segment];
    return counts;
}

std::vector<double> chainages_in(const HotspotEvents& events, std::span<const std::uint32_t> rows, const LinePart& part)
{
    std::vector<double> km;
    for (const std::uint32_t row : rows) {
        const auto& address = *events.address[row];
        if (address.line == part.line && address.chainage_km >= part.from_km && address.chainage_km <= part.to_km)
            km.push_back(address.chainage_km - part.from_km);
    }
    return km;
}

void require_incidents(const HotspotInput& input, std::size_t used, std::size_t left_out)
{
    const std::size_t least = info(input.request.method).least;
    if (used == 0 && left_out > 0)
        throw DataError(
            fill(tr("all {0} incidents lie farther than {1} km from the lines (--snap-km)"),
                 {lang::number(static_cast<std::int64_t>(left_out)), number_text(input.settings().snap_km)}));
    if (used < least)
        throw DataError(
            fill(tr("not enough: {0} incidents, this test needs {1}"), {std::to_string(used), std::to_string(least)}));
}

OnSegments on_segments(const HotspotInput& input, double default_segment_km)
{
    auto settings = input.settings();
    std::vector<Note> choices;
    if (!settings.cell_km) {
        settings.cell_km = default_segment_km;
        choices.push_back({mark("segments of {0} km, the program's own default"), {default_segment_km}});
    }
    return {settings, choices, LineFrame(input.lines, input.request.filter, *settings.cell_km),
            snap(input.events, settings.snap_km)};
}

HotspotResult line_result(const HotspotInput& input, const LineFrame& frame, const Snapped& snapped)
{
    HotspotResult result;
    result.cells = frame.cells(input.lines);
    result.frame = frame.line_parts();
    result.total_size = frame.total_km();
    result.n = snapped.rows.size();
    result.left_out = snapped.left_out;
    const auto counts = counts_of(input.events, snapped.rows, frame);
    for (std::size_t i = 0; i < counts.size(); ++i) result.cells[i].count = counts[i];
    return result;
}

void add_column(HotspotResult& result, std::string id, const char* label, std::vector<double> values, int decimals,
                HotspotColumn::Type type, std::vector<const char*> names)
{
    result.columns.push_back({std::move(id), label, type, decimals, std::move(values), std::move(names)});
}

Json segment_settings(const HotspotInput& input, double segment_km)
{
    return {{"segment_km", segment_km}, {"snap_km", input.settings().snap_km}};
}

std::vector<std::size_t> ranked(std::span<const double> values, const std::function<bool(std::size_t)>& wanted)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (wanted(i)) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
    return order;
}

std::string stretch_text(domain::LineId line, double from_km, double to_km)
{
    const auto km = [](double value) { return number_text(std::round(value * 10) / 10); };
    return fill(tr("{0} km {1} to {2}"), {std::string(domain::to_string(line)), km(from_km), km(to_km)});
}

}  // namespace tuantra::app
