#pragma once
#include "view/model.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>

namespace tuantra::tests {

/// Invented records along the measured lines (or around the South China Sea when there are none).
struct Sampler {
    std::mt19937_64 random{20261124};
    domain::Lines lines;

    double uniform(double from, double to) { return std::uniform_real_distribution<double>(from, to)(random); }
    double normal(double sigma) { return std::normal_distribution<double>(0, sigma)(random); }

    domain::LonLat near_line(domain::LineId line, double km, double spread_m)
    {
        if (!lines.land) return {102 + uniform(0, 7), 9 + uniform(0, 14)};
        return lines.get(line).point_at(km, normal(spread_m));
    }

    std::shared_ptr<domain::IncidentColumns> incidents(std::size_t count)
    {
        auto rows = std::make_shared<domain::IncidentColumns>();
        std::vector<double> centres;
        for (int i = 0; i < 24; ++i) centres.push_back(uniform(0, 5036));
        for (std::size_t i = 0; i < count; ++i) {
            const bool sea = uniform(0, 1) < 0.3;
            const auto line = sea ? domain::LineId::coast : domain::LineId::land;
            double km = uniform(0, 1) < 0.7 ? centres[i % centres.size()] + normal(12) : uniform(0, 5036);
            km = std::clamp(km, 0.0, 5036.0) * (sea ? 3260.0 / 5036 : 1);
            domain::LonLat place = near_line(line, km, sea ? 25000 : 2500);
            rows->id.push_back(static_cast<std::int64_t>(i) + 1);
            rows->place.push_back(place);
            rows->map.push_back(domain::to_map(place));
            rows->from_s.push_back(1'700'000'000 + static_cast<std::int64_t>(i) * 60);
            rows->to_s.push_back(rows->from_s.back());
            rows->kind.push_back(static_cast<domain::Kind>(sea ? 3 + i % 3 : i % 4));
            rows->severity.push_back(static_cast<std::uint8_t>(
                1 + std::min<std::size_t>(4, static_cast<std::size_t>(std::abs(normal(1.3))))));
            rows->reliability.push_back('B');
            rows->line.push_back(static_cast<std::int8_t>(line));
            rows->chainage_km.push_back(static_cast<float>(km));
            rows->offset_m.push_back(0);
        }
        return rows;
    }

    std::shared_ptr<domain::TrackColumns> tracks(std::size_t pieces, std::size_t fixes_each)
    {
        auto out = std::make_shared<domain::TrackColumns>();
        out->movers = {"foot", "vehicle", "boat"};
        out->start.push_back(0);
        for (std::size_t i = 0; i < pieces; ++i) {
            const auto mover = static_cast<std::uint8_t>(i % 3);
            const bool sea = mover == 2;
            double km = uniform(0, sea ? 3200 : 5000);
            const double step = sea ? 0.3 : mover == 1 ? 0.12 : 0.03;
            double offset = sea ? 12000 : -500;
            for (std::size_t k = 0; k < fixes_each; ++k) {
                km += step * uniform(0.2, 1);
                offset += normal(sea ? 120 : 20);
                domain::MapPoint p{11.6e6 + uniform(0, 1e5), 2.2e6};
                if (lines.land)
                    p = domain::to_map(
                        lines.get(sea ? domain::LineId::coast : domain::LineId::land).point_at(km, offset));
                out->map.push_back(p);
                out->time_s.push_back(1.7e9 + static_cast<double>(k) * 30);
            }
            out->track_id.push_back(static_cast<std::int64_t>(i));
            out->mover.push_back(mover);
            out->start.push_back(out->map.size());
        }
        return out;
    }

    view::LineHeat heat(domain::LineId line, const domain::IncidentColumns& rows)
    {
        view::LineHeat out;
        if (!lines.land) return out;
        out.length_km = lines.get(line).official_km();
        const auto cells = static_cast<std::size_t>(out.length_km);
        out.per_km.assign(cells, 0);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (rows.line[i] != static_cast<std::int8_t>(line)) continue;
            for (int d = -30; d <= 30; ++d) {
                const int c = static_cast<int>(rows.chainage_km[i]) + d;
                if (c >= 0 && c < static_cast<int>(cells))
                    out.per_km[static_cast<std::size_t>(c)] +=
                        std::exp(-0.5F * static_cast<float>(d * d) / 100) / 25.07F;
            }
        }
        for (std::size_t c = 0; c < cells; ++c) {
            out.map.push_back(domain::to_map(lines.get(line).point_at(static_cast<double>(c) + 0.5)));
            out.peak = std::max(out.peak, out.per_km[c]);
        }
        return out;
    }

    std::shared_ptr<view::Scene> scene(std::size_t incident_count, std::size_t pieces, std::size_t fixes_each)
    {
        auto out = std::make_shared<view::Scene>();
        out->version = incident_count + 1;
        const auto rows = incidents(incident_count);
        out->incidents = rows;
        for (std::uint32_t i = 0; i < rows->size(); ++i) out->shown.push_back(i);
        const auto columns = tracks(pieces, fixes_each);
        out->tracks = columns;
        for (std::uint32_t i = 0; i < columns->pieces(); ++i) out->shown_pieces.push_back(i);
        out->heat = {heat(domain::LineId::land, *rows), heat(domain::LineId::coast, *rows)};
        out->synthetic = true;
        return out;
    }
};

}  // namespace tuantra::tests
