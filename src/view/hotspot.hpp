#pragma once
#include "domain/filter.hpp"
#include "domain/geo.hpp"
#include "domain/line.hpp"
#include "view/style.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tuantra::view {

/// What a hotspot method can be told, by the name of the command line's option. Labels are English message ids.
struct HotspotField {
    enum class Type : std::uint8_t { number, whole, list, flag, choice, time };
    struct Choice {
        std::string value;
        const char* label = "";
    };
    std::string option;
    const char* label = "";
    const char* unit = "";  ///< a symbol, the same in all languages
    Type type = Type::number;
    const char* automatic = "";  ///< message id: what holds where nothing is said
    double standard = 0;         ///< what holds then, where it is a number of the program's own
    bool has_standard = false;
    std::vector<Choice> choices;
};

/// How the last scored run of a method did on what came after it.
struct HotspotMarks {
    std::optional<double> hit_rate, pai, pei;
};

struct HotspotMethodRow {
    std::string id;
    const char *label = "", *answers = "", *cannot = "";  ///< English message ids
    std::size_t least = 0;                                ///< incidents it needs
    bool forecasts = false;                               ///< it can be sealed and scored
    std::vector<HotspotField> fields;
    std::vector<std::string> elsewhere;  ///< options that only the command line takes
    std::optional<HotspotMarks> last;
};

/// How the cells of a class are drawn besides their colour, so that nothing hangs on colour alone.
enum class HotspotStyle : std::uint8_t {
    none,    ///< nothing to say of it: not drawn
    solid,
    hollow,  ///< hot only through its neighbours: a rim without a filling
    dotted,  ///< fewer than elsewhere, or fell
    hatched  ///< not watched
};

struct HotspotClass {
    Colour colour;
    float weight = 0;  ///< 0..1: how wide it is drawn
    HotspotStyle style = HotspotStyle::solid;
    std::string label;
};

struct HotspotCellView {
    std::optional<domain::LineId> line;
    double from_km = 0, to_km = 0;
    domain::MultiPolygon area;  ///< empty for a stretch
    domain::LonLat centre;
    float level = 0;  ///< 0..1 of the largest
    std::uint8_t in_class = 0;
    bool rim = false;  ///< called hot by the method's own test
};

struct HotspotTableRow {
    std::size_t cell = 0;
    std::string place, value, incidents;
};

/// A finished run in the user's language, ready to be drawn.
struct HotspotShown {
    std::uint64_t version = 0;  ///< differs between results
    std::string method;         ///< id
    domain::Filter filter;      ///< what it was run with
    std::vector<HotspotClass> classes;
    std::vector<HotspotCellView> cells;  ///< along each line in its order
    std::array<std::pair<std::size_t, std::size_t>, domain::line_count> on_line{};  ///< cells of a line, from and behind
    std::string value_title;
    std::vector<HotspotTableRow> rows;  ///< most important first
    std::size_t rows_left_out = 0;
    std::vector<std::string> choices, findings, warnings;
    std::string title, unit;
    std::vector<std::string> legend;  ///< cell or bandwidth, period, n, left out, effort, date of classification
    std::string rim_label;            ///< what the rim means; empty: no cell has one
    bool forecasts = false;
    std::size_t n = 0;
};

/// What is known of one cell of a result.
struct HotspotWhy {
    std::size_t cell = 0;
    std::string place, sentence;
    std::vector<std::pair<std::string, std::string>> numbers;
    struct Near {
        std::size_t cell = 0;
        std::string place, incidents;
    };
    std::vector<Near> neighbours;  ///< those that the method reckoned with
    domain::Filter filter;         ///< lets through the incidents behind it
    std::size_t incidents = 0;
};

struct HotspotRunRow {
    std::string uid, method;  ///< id of the method
    std::string made, end, valid_until, n;
    std::optional<HotspotMarks> last;
    std::string told;  ///< of the last score: how many incidents came, and when
    bool synthetic = false;
};

/// Everything of the hotspot panel. Only the session changes it.
struct HotspotBoard {
    std::vector<HotspotMethodRow> methods;
    std::string method = "line";
    std::map<std::string, std::string> values;  ///< by option; absent: automatic
    std::uint64_t job = 0;                      ///< in flight; 0: none
    std::string refusal;                        ///< why the last run gave nothing
    std::shared_ptr<const HotspotShown> result;
    std::optional<HotspotWhy> why;         ///< of the picked cell
    domain::Filter before_pick;            ///< what the desk asked before a cell was picked
    bool hides_heat = false;  ///< the density's layer is off while the result stands on the map, and comes back after
    bool busy_sealing = false;
    std::string sealed;                    ///< uid that the present result was sealed under
    std::string seal_refusal;
    std::vector<HotspotRunRow> runs;       ///< the newest first
    std::string scoring, score_refusal;    ///< uid of the run that is being scored; why it could not be

    const HotspotMethodRow* chosen() const
    {
        for (const auto& row : methods)
            if (row.id == method) return &row;
        return nullptr;
    }
};

/// A pick sets the filter to its incidents; this is what the desk asks without it.
inline const domain::Filter& asked_filter(const HotspotBoard& board, const domain::Filter& now)
{
    return board.why && now == board.why->filter ? board.before_pick : now;
}

}  // namespace tuantra::view
