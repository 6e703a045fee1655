#pragma once
#include "domain/line.hpp"
#include "gis/files.hpp"
#include "program.hpp"

#include <random>
#include <string>

namespace tuantra::tests {

inline const domain::Lines& the_lines()
{
    static const auto lines = [] {
        gis::initialise();
        return gis::load_lines(TUANTRA_SOURCE_DIR "/maps", TUANTRA_SOURCE_DIR "/data");
    }();
    return lines;
}

/// A file of incidents at given kilometres of LAND, a few metres inland, each with its own time.
class Planted {
public:
    /// `when`: ISO date
    Planted& at(double km, const std::string& when, const std::string& kind = "smuggling")
    {
        const auto place = the_lines().land->point_at(km, -50);
        ++m_rows;
        m_text += std::to_string(m_rows) + "," + when + "," + std::to_string(place.lon) + "," +
                  std::to_string(place.lat) + "," + kind + ",Report\n";
        return *this;
    }
    /// `count` of them evenly over km and over the months of 2023 and 2024.
    Planted& spread(int count, double from_km, double to_km, unsigned seed = 1)
    {
        std::mt19937 random(seed);
        for (int i = 0; i < count; ++i) {
            const double u = static_cast<double>(random()) / 4294967296.0;
            at(from_km + (to_km - from_km) * u,
               day_of(static_cast<int>(random() % 24), 1 + static_cast<int>(random() % 28)));
        }
        return *this;
    }
    /// Month 0 is January 2023.
    static std::string day_of(int month, int day)
    {
        const auto two = [](int v) { return (v < 10 ? "0" : "") + std::to_string(v); };
        return std::to_string(2023 + month / 12) + "-" + two(month % 12 + 1) + "-" + two(day) + "T10:00:00";
    }
    const std::string& text() const { return m_text; }
    void import_into(const Program& program) const
    {
        done(program, {"--quiet", "import", program.write("planted.csv", m_text)});
    }

private:
    std::string m_text = "id,time,lon,lat,kind,title\n";
    int m_rows = 0;
};

}  // namespace tuantra::tests
