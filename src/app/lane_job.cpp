#include "app/lane_job.hpp"

#include "app/effort_job.hpp"
#include "app/movers.hpp"
#include "app/scene_job.hpp"
#include "store/store.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

namespace {

using domain::LineId;

constexpr double cell_km = 1;
constexpr std::size_t watches_kept = 12;

EffortReport effort_of(const WatchInput& input, std::optional<domain::Instant> since, jobs::Progress& progress)
{
    EffortQuestion question;
    question.filter.since = since;
    question.filter.until = input.until;
    question.segment_km = cell_km;
    const auto store = store::Store::open(input.database, store::OpenMode::read_only);
    const Movers movers(input.movers);
    return measure_effort(store, input.lines, movers, question, [&](std::size_t fixes) {
        if (input.fixes > 0) progress.set(std::min(1.0, static_cast<double>(fixes) / static_cast<double>(input.fixes)));
        progress.check();
    });
}

std::size_t cells_of(const domain::Lines& lines, LineId id)
{
    return static_cast<std::size_t>(std::ceil(lines.get(id).official_km() / cell_km));
}

std::size_t cell_of(const analysis::LineSegment& segment)
{
    return static_cast<std::size_t>(std::floor(segment.from_km / cell_km + 1e-9));
}

void fill(view::Watch& watch, const EffortReport& report)
{
    for (const auto& one : report.effort.segments) {
        auto& line = watch.lines[static_cast<std::size_t>(one.segment.line)];
        const auto cell = cell_of(one.segment);
        if (cell >= line.watched.size()) continue;
        line.patrol_per_km[cell] = static_cast<float>(one.patrol_km / one.segment.km());
        line.post_hours[cell] = static_cast<float>(one.post_hours());
        line.watched[cell] = one.watched();
        line.peak = std::max(line.peak, line.patrol_per_km[cell]);
    }
    watch.tracks = report.tracks;
    watch.posts = report.posts;
}

std::shared_ptr<const view::LastSeen> last_seen_of(const WatchInput& input, const EffortReport& report)
{
    auto seen = std::make_shared<view::LastSeen>();
    seen->before = input.until;
    for (const LineId id : {LineId::land, LineId::coast})
        seen->at_s[static_cast<std::size_t>(id)].assign(cells_of(input.lines, id), view::LastSeen::never);
    for (const auto& one : report.effort.segments) {
        auto& line = seen->at_s[static_cast<std::size_t>(one.segment.line)];
        const auto cell = cell_of(one.segment);
        if (one.last_seen_s && cell < line.size()) line[cell] = static_cast<std::int64_t>(std::floor(*one.last_seen_s));
    }
    return seen;
}

/// The window's ends in bins: the finest step that keeps to the rows.
void choose_bins(view::SpaceTime& out, domain::Instant from, domain::Instant last)
{
    std::int64_t rows = 0;
    for (std::size_t bin = 0; bin < domain::time_bin_count; ++bin) {
        out.bin = static_cast<domain::TimeBin>(bin);
        out.first = domain::bin_of(from, out.bin, out.zone);
        rows = domain::bin_of(last, out.bin, out.zone) - out.first + 1;
        if (rows <= static_cast<std::int64_t>(space_time_rows)) break;
    }
    // Centuries of years: the latest.
    out.first += std::max<std::int64_t>(0, rows - static_cast<std::int64_t>(space_time_rows));
    out.rows = static_cast<std::size_t>(std::clamp<std::int64_t>(rows, 0, space_time_rows));
}

/// Spreads a record over the rows that it may belong to.
class Rows {
public:
    explicit Rows(const view::SpaceTime& out) : m_out(out)
    {
        for (std::size_t row = 0; row <= out.rows; ++row) m_start.push_back(out.start(row).unix_s);
    }

    template <typename Add>
    void each(std::int64_t from_s, std::int64_t to_s, const Add& add) const
    {
        to_s = std::max(to_s, from_s);
        const auto at = [&](std::int64_t t) { return domain::bin_of({t}, m_out.bin, m_out.zone) - m_out.first; };
        const auto last_row = static_cast<std::int64_t>(m_out.rows) - 1;
        const std::int64_t first = at(from_s), last = at(to_s);
        if (last < 0 || first > last_row) return;
        if (first == last) return add(static_cast<std::size_t>(first), 1.0F);
        const auto length = static_cast<double>(to_s - from_s + 1);
        for (auto row = std::max<std::int64_t>(0, first); row <= std::min(last, last_row); ++row) {
            const auto i = static_cast<std::size_t>(row);
            const auto overlap = std::min(to_s + 1, m_start[i + 1]) - std::max(from_s, m_start[i]);
            add(i, static_cast<float>(static_cast<double>(overlap) / length));
        }
    }

private:
    const view::SpaceTime& m_out;
    std::vector<std::int64_t> m_start;
};

bool in_reach(const domain::IncidentColumns& columns, std::uint32_t row)
{
    return columns.line[row] >= 0 && std::abs(static_cast<double>(columns.offset_m[row])) <= heat_snap_m;
}

}  // namespace

view::Watch make_watch(const WatchInput& input, jobs::Progress& progress)
{
    view::Watch watch;
    watch.since = input.since;
    watch.until = input.until;
    watch.last_seen = input.last_seen;
    for (const LineId id : {LineId::land, LineId::coast}) {
        auto& line = watch.lines[static_cast<std::size_t>(id)];
        const auto cells = cells_of(input.lines, id);
        line.length_km = input.lines.get(id).official_km();
        line.patrol_per_km.assign(cells, 0);
        line.post_hours.assign(cells, 0);
        line.watched.assign(cells, false);
    }
    progress.check();
    const bool backwards = input.since && input.until && *input.until < *input.since;
    if (!backwards) {
        const auto report = effort_of(input, input.since, progress);
        fill(watch, report);
        if (!input.since && !watch.last_seen) watch.last_seen = last_seen_of(input, report);
    }
    progress.check();
    if (!watch.last_seen) watch.last_seen = last_seen_of(input, effort_of(input, {}, progress));
    return watch;
}

std::shared_ptr<const view::Watch> WatchCache::find(std::optional<domain::Instant> since,
                                                    std::optional<domain::Instant> until)
{
    const auto at = std::find_if(m_known.begin(), m_known.end(),
                                 [&](const auto& w) { return w->since == since && w->until == until; });
    if (at == m_known.end()) return nullptr;
    std::rotate(at, at + 1, m_known.end());
    return m_known.back();
}

std::shared_ptr<const view::LastSeen> WatchCache::last_seen(std::optional<domain::Instant> until) const
{
    const auto at = std::find_if(m_known.begin(), m_known.end(), [&](const auto& w) { return w->until == until; });
    return at == m_known.end() ? nullptr : (*at)->last_seen;
}

void WatchCache::add(std::shared_ptr<const view::Watch> watch)
{
    m_known.push_back(std::move(watch));
    if (m_known.size() > watches_kept) m_known.erase(m_known.begin());
}

view::SpaceTime make_space_time(const view::Scene& scene, const domain::Lines& lines, domain::Zone zone,
                                jobs::Progress& progress)
{
    view::SpaceTime out;
    out.scene = scene.version;
    out.zone = zone;
    const auto& columns = *scene.incidents;
    std::optional<std::int64_t> from, last;
    for (const std::uint32_t row : scene.shown) {
        if (!in_reach(columns, row)) continue;
        from = std::min(from.value_or(columns.from_s[row]), columns.from_s[row]);
        last = std::max(last.value_or(columns.to_s[row]), columns.to_s[row]);
    }
    if (!from) return out;
    if (scene.filter.since) from = scene.filter.since->unix_s;
    if (scene.filter.until) last = scene.filter.until->unix_s - 1;
    if (*last < *from) return out;
    choose_bins(out, {*from}, {*last});
    for (const LineId id : {LineId::land, LineId::coast}) {
        const auto l = static_cast<std::size_t>(id);
        out.cells[l] = cells_of(lines, id);
        out.count[l].assign(out.rows * out.cells[l], 0);
    }
    const Rows rows(out);
    std::size_t looked_at = 0;
    for (const std::uint32_t row : scene.shown) {
        if (++looked_at % 65536 == 0) progress.check();
        if (!in_reach(columns, row)) continue;
        const auto l = static_cast<std::size_t>(columns.line[row]);
        if (out.cells[l] == 0) continue;
        const auto km = std::min(static_cast<std::size_t>(std::max(0.0F, columns.chainage_km[row])), out.cells[l] - 1);
        rows.each(columns.from_s[row], columns.to_s[row],
                  [&](std::size_t r, float part) { out.count[l][r * out.cells[l] + km] += part; });
    }
    return out;
}

}  // namespace tuantra::app
