#pragma once
#include "domain/geo.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tuantra::tests {

/// Places drawn as letters on a grid, north up. One column or row is 0.01 degrees (about 1.1 km); the left column lies
/// on 106 E and the lowest row on 16 N.
class Grid {
public:
    explicit Grid(std::string_view drawing)
    {
        std::map<char, std::pair<int, int>> cells;
        int column = 0;
        int row = 0;
        for (const char c : drawing) {
            if (c == '\n') {
                ++row;
                column = 0;
                continue;
            }
            if (c >= 'a' && c <= 'z') cells[c] = {column, row};
            ++column;
        }
        // A drawing ends with the line break before its closing quotes.
        for (const auto& [letter, cell] : cells)
            m_places[letter] = {106 + 0.01 * cell.first, 16 + 0.01 * (row - 1 - cell.second)};
    }
    domain::LonLat at(char letter) const { return m_places.at(letter); }
    domain::Polyline line(std::string_view letters) const
    {
        domain::Polyline points;
        for (const char c : letters) points.push_back(at(c));
        return points;
    }

private:
    std::map<char, domain::LonLat> m_places;
};

}  // namespace tuantra::tests
