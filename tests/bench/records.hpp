#pragma once
#include "app/scene_job.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>

namespace tuantra::bench {

/// Invented records of three years along the measured lines, straight as columns: the same for the same numbers.
struct Records {
    static constexpr double first_s = 1.69e9, span_s = 3 * 365 * 86400.0;

    const domain::Lines& lines;
    std::mt19937_64 random{20261124};

    double uniform(double from, double to) { return std::uniform_real_distribution<double>(from, to)(random); }
    double normal(double sigma) { return std::normal_distribution<double>(0, sigma)(random); }

    /// A quarter anywhere, the others in sixty places of unequal weight, nearer to the border than to the coast.
    std::shared_ptr<const domain::IncidentColumns> incidents(std::size_t count)
    {
        auto rows = std::make_shared<domain::IncidentColumns>();
        std::array<double, 60> places{};
        for (double& p : places) p = uniform(0, 1);
        for (std::size_t i = 0; i < count; ++i) {
            const bool sea = uniform(0, 1) < 0.35;
            const auto line = sea ? domain::LineId::coast : domain::LineId::land;
            const double length = lines.get(line).official_km();
            const auto at = static_cast<std::size_t>(places.size() * std::pow(uniform(0, 1), 2.5));
            const double along = uniform(0, 1) < 0.25 ? uniform(0, 1) : places[at] + normal(0.004);
            const double km = std::clamp(along, 0.0, 1.0) * length, offset = normal(sea ? 22'000 : 2'500);
            const auto place = lines.get(line).point_at(km, offset);
            rows->id.push_back(static_cast<std::int64_t>(i) + 1);
            rows->place.push_back(place);
            rows->map.push_back(domain::to_map(place));
            rows->from_s.push_back(
                static_cast<std::int64_t>(first_s + span_s * static_cast<double>(i) / static_cast<double>(count)));
            rows->to_s.push_back(rows->from_s.back() + (i % 3 == 0 ? 5400 : 0));
            rows->kind.push_back(static_cast<domain::Kind>(sea ? 3 + i % 3 : i % 4));
            rows->severity.push_back(static_cast<std::uint8_t>(1 + std::min(4.0, std::abs(normal(1.3)))));
            rows->reliability.push_back('B');
            rows->line.push_back(static_cast<std::int8_t>(line));
            rows->chainage_km.push_back(static_cast<float>(km));
            rows->offset_m.push_back(static_cast<float>(offset));
        }
        return rows;
    }

    /// Patrols of eight hours on foot, by vehicle and by boat with a fix a minute, and vessels under way for two weeks.
    std::shared_ptr<const domain::TrackColumns> tracks(std::size_t fixes)
    {
        auto out = std::make_shared<domain::TrackColumns>();
        out->map.reserve(fixes);
        out->time_s.reserve(fixes);
        out->start.push_back(0);
        out->movers = {"foot", "vehicle", "boat", "vessel"};
        constexpr std::array<double, 4> km_a_minute{0.05, 0.4, 0.35, 0.3}, off_m{-400, -1500, 9'000, 60'000},
            wander_m{25, 60, 150, 300};
        while (out->fixes() < fixes) {
            const std::size_t piece = out->track_id.size(), mover = piece % 40 == 39 ? 3 : piece % 3;
            const std::size_t n = std::min<std::size_t>(mover == 3 ? 20'000 : 480, fixes - out->fixes());
            add_piece(*out, n, mover > 1 ? domain::LineId::coast : domain::LineId::land, km_a_minute[mover],
                      off_m[mover], wander_m[mover]);
            out->track_id.push_back(static_cast<std::int64_t>(piece) + 1);
            out->mover.push_back(static_cast<std::uint8_t>(mover));
            out->start.push_back(out->fixes());
        }
        return out;
    }

private:
    /// There and back again; a place of the line every eight fixes, between them straight, and shaken a little.
    void add_piece(domain::TrackColumns& out, std::size_t fixes, domain::LineId id, double step_km, double offset_m,
                   double wander_m)
    {
        const domain::MeasuredLine& line = lines.get(id);
        double km = uniform(0, line.official_km()), time_s = uniform(first_s, first_s + span_s);
        double way = uniform(0, 1) < 0.5 ? 1 : -1;
        const auto place = [&] {
            if (km < 0 || km > line.official_km() || uniform(0, 1) < 0.03) way = -way;
            km = std::clamp(km + way * 8 * step_km * uniform(0.4, 1), 0.0, line.official_km());
            offset_m += normal(wander_m);
            return domain::to_map(line.point_at(km, offset_m));
        };
        domain::MapPoint from = place(), to = place();
        for (std::size_t i = 0; i < fixes; ++i) {
            const double t = static_cast<double>(i % 8) / 8;
            out.map.push_back(
                {from.x + (to.x - from.x) * t + uniform(-8, 8), from.y + (to.y - from.y) * t + uniform(-8, 8)});
            out.time_s.push_back(time_s += 60);
            if (i % 8 != 7) continue;
            from = to;
            to = place();
        }
    }
};

inline app::Records records(const domain::Lines& lines, std::size_t incidents, std::size_t fixes)
{
    Records make{lines};
    app::Records out;
    out.incidents = make.incidents(incidents);
    out.tracks = make.tracks(fixes);
    out.clock = std::make_shared<const domain::TrackClock>(out.tracks);
    if (incidents > 0) out.span = domain::TimeSpan{{out.incidents->from_s.front()}, {out.incidents->to_s.back()}};
    out.synthetic = true;
    return out;
}

}  // namespace tuantra::bench
