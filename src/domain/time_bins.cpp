#include "domain/time_bins.hpp"

#include <algorithm>
#include <limits>

namespace tuantra::domain {

namespace {

constexpr std::int64_t hour_s = 3600, day_s = 86400, week_s = 7 * day_s;
constexpr std::int64_t most_bins = 1'000'000;
constexpr std::int64_t monday_s = -3 * day_s;  // 1969-12-29, the Monday before the epoch

std::int64_t floor_div(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b < 0 ? 1 : 0);
}

/// Parts of records that reach over several bins: the ends at once, the bins between as a running sum, so that a record
/// of a decade costs as much as one of a day.
class Sharing {
public:
    Sharing(TimeHistogram& into) : m_into(into), m_rate(into.certain.size() + 1), m_cover(into.certain.size() + 1) {}

    void add(Instant from, Instant to, std::size_t a, std::size_t b)
    {
        const auto length = static_cast<double>(to.unix_s - from.unix_s + 1);
        m_into.shared[a] += static_cast<float>(static_cast<double>(m_into.start(a + 1).unix_s - from.unix_s) / length);
        m_into.shared[b] += static_cast<float>(static_cast<double>(to.unix_s + 1 - m_into.start(b).unix_s) / length);
        if (b - a < 2) return;
        m_rate[a + 1] += 1 / length;
        m_rate[b] -= 1 / length;
        ++m_cover[a + 1];
        --m_cover[b];
        m_any = true;
    }

    void finish()
    {
        if (!m_any) return;
        double rate = 0;
        std::int64_t cover = 0;
        for (std::size_t i = 0; i < m_into.certain.size(); ++i) {
            rate += m_rate[i];
            cover += m_cover[i];
            if (cover == 0) {
                rate = 0;  // of rounding
                continue;
            }
            const auto width = static_cast<double>(m_into.start(i + 1).unix_s - m_into.start(i).unix_s);
            m_into.shared[i] += static_cast<float>(rate * width);
        }
    }

private:
    TimeHistogram& m_into;
    std::vector<double> m_rate;  ///< change of the sum of 1 / length at each bin
    std::vector<std::int64_t> m_cover;
    bool m_any = false;
};

}  // namespace

std::int64_t bin_of(Instant t, TimeBin bin, Zone zone)
{
    const std::int64_t local = t.unix_s + std::int64_t{zone.minutes} * 60;
    switch (bin) {
        case TimeBin::hour:
            return floor_div(local, hour_s);
        case TimeBin::day:
            return floor_div(local, day_s);
        case TimeBin::week:
            return floor_div(local - monday_s, week_s);
        case TimeBin::month: {
            const CivilTime c = civil(t, zone);
            return (std::int64_t{c.year} - 1970) * 12 + c.month - 1;
        }
        case TimeBin::year:
            return std::int64_t{civil(t, zone).year} - 1970;
    }
    return 0;
}

Instant bin_start(std::int64_t number, TimeBin bin, Zone zone)
{
    const std::int64_t east = std::int64_t{zone.minutes} * 60;
    switch (bin) {
        case TimeBin::hour:
            return {number * hour_s - east};
        case TimeBin::day:
            return {number * day_s - east};
        case TimeBin::week:
            return {number * week_s + monday_s - east};
        case TimeBin::month: {
            const std::int64_t year = floor_div(number, 12);
            CivilTime c;
            c.year = static_cast<int>(1970 + year);
            c.month = static_cast<int>(number - year * 12) + 1;
            return from_civil(c, zone);
        }
        case TimeBin::year: {
            CivilTime c;
            c.year = static_cast<int>(1970 + number);
            return from_civil(c, zone);
        }
    }
    return {};
}

TimeHistogram time_histogram(const IncidentColumns& columns, std::span<const std::uint32_t> rows, TimeBin bin,
                             Zone zone)
{
    TimeHistogram out;
    out.bin = bin;
    out.zone = zone;
    if (rows.empty()) return out;
    std::int64_t from = std::numeric_limits<std::int64_t>::max(), to = std::numeric_limits<std::int64_t>::min();
    for (const std::uint32_t row : rows) {
        from = std::min(from, columns.from_s[row]);
        to = std::max({to, columns.from_s[row], columns.to_s[row]});
    }
    out.first = bin_of({from}, bin, zone);
    const std::int64_t count = bin_of({to}, bin, zone) - out.first + 1;
    if (count > most_bins) return out;
    out.certain.resize(static_cast<std::size_t>(count));
    out.shared.resize(out.certain.size());
    Sharing sharing(out);
    // Records come in time order: the bin of the one before is most often this one's too.
    std::size_t a = 0;
    std::int64_t begin = out.start(0).unix_s, end = out.start(1).unix_s;
    for (const std::uint32_t row : rows) {
        const Instant first{columns.from_s[row]}, last{std::max(columns.from_s[row], columns.to_s[row])};
        if (first.unix_s < begin || first.unix_s >= end) {
            a = static_cast<std::size_t>(bin_of(first, bin, zone) - out.first);
            begin = out.start(a).unix_s;
            end = out.start(a + 1).unix_s;
        }
        if (last.unix_s < end)
            ++out.certain[a];
        else
            sharing.add(first, last, a, static_cast<std::size_t>(bin_of(last, bin, zone) - out.first));
    }
    sharing.finish();
    return out;
}

}  // namespace tuantra::domain
