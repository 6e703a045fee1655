#pragma once
#include "domain/geo.hpp"
#include "domain/incident.hpp"
#include "domain/kind.hpp"
#include "domain/line.hpp"
#include "domain/time.hpp"
#include "domain/track.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::domain {

/// A closed range; either end may be open.
struct Range {
    std::optional<double> from;
    std::optional<double> to;
    bool open() const { return !from && !to; }
    bool has(double v) const { return (!from || v >= *from) && (!to || v <= *to); }
    friend bool operator==(const Range&, const Range&) = default;
};

/// The one filter of the program: map, table, ribbon, statistics and every export use it. A default Filter lets
/// everything through. A record passes when it passes every part.
struct Filter {
    std::optional<Instant> since;  ///< passes when occurred_to >= since
    std::optional<Instant> until;  ///< passes when occurred_from < until
    KindSet kinds;
    int severity_min = 1;  ///< inclusive
    int severity_max = 5;
    std::string text;  ///< every word begins a word of title or narrative, case and diacritics ignored
    std::optional<Box> box;
    std::optional<Circle> near;
    MultiPolygon within;         ///< empty: no area question
    std::string within_name;     ///< what the area is called, for the sentence
    std::optional<LineId> line;  ///< only records addressed on this line
    Range km;                    ///< chainage
    Range offset_m;
    std::optional<Uid> source;
    char grade_min = 'A', grade_max = 'F';  ///< reliability; unknown passes only when the range is A..F
    friend bool operator==(const Filter&, const Filter&) = default;
};

/// Whether `text`, `within` or `source` are set: the parts that columns cannot answer.
bool needs_store(const Filter& filter);

/// What the filter's box, circle and area say of single places: a place passes within all that are set. Edges of box
/// and circle belong to it. Thread-safe.
class PlaceTest {
public:
    explicit PlaceTest(const Filter& filter);
    ~PlaceTest();
    PlaceTest(PlaceTest&&) noexcept;
    bool open() const;  ///< none is set
    bool operator()(LonLat place) const;

private:
    struct Impl;
    std::unique_ptr<const Impl> m_impl;
};

/// Indices of the rows that pass every part that columns can answer (all but text, within and source), ascending.
/// Distances geodesic. Cost linear, about 5 ns a row for a box and time question.
std::vector<std::uint32_t> select(const IncidentColumns& rows, const Filter& filter);

}  // namespace tuantra::domain
