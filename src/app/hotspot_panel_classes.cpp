// Colours of a hotspot result: natural breaks of its values, or the classes that the method names itself.
#include "analysis/classes.hpp"
#include "app/hotspot_panel.hpp"
#include "app/note.hpp"
#include "lang/lang.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

using view::HotspotStyle;

constexpr std::size_t class_count = 5;
/// The dark end of a ramp is as dark as a night's map, so its colours begin above.
constexpr double ramp_from = 0.38, ramp_to = 0.98;
/// Of what is less than elsewhere: a blue that also those see as blue who cannot tell red from green.
constexpr view::Colour cool{0x56b4e9ffU};
constexpr view::Colour grey{0x8a96a3ffU};

view::Colour on_ramp(const view::Ramp& ramp, double share)
{
    const double at = (ramp_from + (ramp_to - ramp_from) * std::clamp(share, 0.0, 1.0)) * 255;
    return ramp.colours[static_cast<std::size_t>(std::lround(at))];
}

/// Puts classes together; the first is that of what is not drawn.
class Maker {
public:
    Maker(const HotspotResult& result, const view::Ramp& ramp) : m_ramp(ramp)
    {
        m_out.classes.push_back({grey, 0, HotspotStyle::none, {}});
        m_out.of_cell.assign(result.cells.size(), 0);
        m_out.level.assign(result.cells.size(), 0);
    }

    std::uint8_t warm(double share, std::string label, HotspotStyle style = HotspotStyle::solid)
    {
        return add({on_ramp(m_ramp, share), static_cast<float>(0.25 + 0.75 * share), style, std::move(label)});
    }
    std::uint8_t cold(float weight, std::string label)
    {
        return add({cool, weight, HotspotStyle::dotted, std::move(label)});
    }
    std::uint8_t unwatched(std::string label) { return add({grey, 0.3F, HotspotStyle::hatched, std::move(label)}); }
    std::uint8_t plain(std::string label) { return add({grey, 0, HotspotStyle::solid, std::move(label)}); }
    void put(std::size_t cell, std::uint8_t into, double level)
    {
        m_out.of_cell[cell] = into;
        m_out.level[cell] = static_cast<float>(std::clamp(level, 0.0, 1.0));
    }
    HotspotClasses take() { return std::move(m_out); }

private:
    std::uint8_t add(view::HotspotClass one)
    {
        m_out.classes.push_back(std::move(one));
        return static_cast<std::uint8_t>(m_out.classes.size() - 1);
    }
    const view::Ramp& m_ramp;
    HotspotClasses m_out;
};

/// As many decimals as tell the bounds apart.
std::string range_text(double from, double to)
{
    int decimals = 0;
    for (double scale = 1; decimals < 4 && (to - from) * scale < 5; scale *= 10) ++decimals;
    const auto number = [&](double v) { return lang::number(v, decimals); };
    return number(from) == number(to) ? number(to) : number(from) + " – " + number(to);
}

/// Natural breaks of the positive values; the rest is not drawn.
void by_breaks(Maker& make, const std::vector<double>& values, const std::vector<bool>& takes_part,
               std::size_t classes = class_count)
{
    std::vector<double> positive;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (takes_part[i] && std::isfinite(values[i]) && values[i] > 0) positive.push_back(values[i]);
    if (positive.empty()) return;
    const auto breaks = analysis::fisher_jenks(positive, classes);
    const auto n = breaks.upper_bounds.size();
    const double most = breaks.upper_bounds.back();
    std::vector<std::uint8_t> number;
    double from = *std::min_element(positive.begin(), positive.end());
    for (std::size_t k = 0; k < n; ++k) {
        const double share = n > 1 ? static_cast<double>(k) / static_cast<double>(n - 1) : 0.8;
        number.push_back(make.warm(share, range_text(from, breaks.upper_bounds[k])));
        from = breaks.upper_bounds[k];
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        if (takes_part[i] && std::isfinite(values[i]) && values[i] > 0)
            make.put(i, number[breaks.class_of(values[i])], values[i] / most);
}

std::vector<bool> all_of(const HotspotResult& result)
{
    return std::vector<bool>(result.cells.size(), true);
}

std::vector<double> risks(const HotspotResult& result)
{
    std::vector<double> out;
    for (const auto& cell : result.cells) out.push_back(cell.risk);
    return out;
}

void by_level(Maker& make, const HotspotResult& result)
{
    const auto& level = result.column("level")->values;
    const auto& through = result.column("through_neighbours")->values;
    const auto percent = [](const char* id, int n) { return fill(tr(id), {std::to_string(n)}); };
    constexpr std::array confidence{90, 95, 99};
    std::array<std::uint8_t, 3> hot{}, hollow{}, cold{};
    for (std::size_t k = 0; k < 3; ++k) {
        const double share = static_cast<double>(k) / 2;
        hot[k] = make.warm(share, percent(mark("hot, {0} percent sure"), confidence[k]));
    }
    for (std::size_t k = 0; k < 3; ++k) {
        const double share = static_cast<double>(k) / 2;
        hollow[k] = make.warm(share, percent(mark("only through its neighbours, {0} percent sure"), confidence[k]),
                              HotspotStyle::hollow);
    }
    for (std::size_t k = 0; k < 3; ++k)
        cold[k] =
            make.cold(0.2F + 0.2F * static_cast<float>(k), percent(mark("cold, {0} percent sure"), confidence[k]));
    for (std::size_t i = 0; i < level.size(); ++i) {
        if (level[i] == 0) continue;
        const auto k = static_cast<std::size_t>(std::min(3.0, std::abs(level[i]))) - 1;
        const auto into = level[i] < 0 ? cold[k] : through[i] != 0 ? hollow[k] : hot[k];
        make.put(i, into, level[i] > 0 ? static_cast<double>(k + 1) / 3 : 0.15);
    }
}

/// The patterns in the order of analysis::Pattern: eight hot ones, eight cold ones, after "no pattern".
void by_pattern(Maker& make, const HotspotResult& result)
{
    const auto& pattern = result.column("pattern")->values;
    const auto rising = make.warm(1, tr("becoming hot: new, intensifying"));
    const auto lasting = make.warm(0.7, tr("staying hot: consecutive, persistent"));
    const auto unsteady = make.warm(0.35, tr("unsteady or easing: diminishing, sporadic, oscillating"));
    const auto past = make.warm(0.1, tr("hot before, not now"), HotspotStyle::hollow);
    const auto cold = make.cold(0.3F, tr("cold, of whatever pattern"));
    struct Group {
        std::uint8_t into;
        double level;
    };
    const std::array<Group, 9> groups{{{0, 0},
                                       {rising, 1},
                                       {lasting, 0.75},
                                       {rising, 1},
                                       {lasting, 0.75},
                                       {unsteady, 0.5},
                                       {unsteady, 0.5},
                                       {unsteady, 0.5},
                                       {past, 0.3}}};
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const auto which = static_cast<std::size_t>(pattern[i]);
        if (which > 8)
            make.put(i, cold, 0.15);
        else
            make.put(i, groups[which].into, groups[which].level);
    }
}

/// The places among neighbours: neither, high among high, high among low, low among low, low among high.
void by_place(Maker& make, const HotspotResult& result)
{
    const auto& place = result.column("place")->values;
    const std::array into{std::uint8_t{0}, make.warm(1, tr("high among high ones")),
                          make.warm(0.5, tr("high among low ones"), HotspotStyle::hollow),
                          make.cold(0.4F, tr("low among low ones")), make.cold(0.2F, tr("low among high ones"))};
    constexpr std::array level{0.0, 1.0, 0.6, 0.15, 0.15};
    for (std::size_t i = 0; i < place.size(); ++i) {
        const auto which = std::min(static_cast<std::size_t>(place[i]), into.size() - 1);
        make.put(i, into[which], level[which]);
    }
}

void by_change(Maker& make, const HotspotResult& result)
{
    const auto& change = result.column("change")->values;
    const auto& p = result.column("p_adjusted")->values;
    const auto rose = make.warm(0.75, tr("rose for certain"));
    const auto fell = make.cold(0.7F, tr("fell for certain"));
    const auto same = make.plain(tr("no certain change"));
    const auto *first = result.column("first"), *second = result.column("second");
    for (std::size_t i = 0; i < change.size(); ++i) {
        const bool any = first->values[i] + second->values[i] > 0;
        make.put(i,
                 change[i] > 0   ? rose
                 : change[i] < 0 ? fell
                 : any           ? same
                                 : std::uint8_t{0},
                 change[i] != 0 ? 1 - 0.3 * p[i] : 0.15);
    }
}

void by_rate(Maker& make, const HotspotResult& result)
{
    const auto& rate = result.column("rate_smoothed")->values;
    std::vector<bool> watched;
    for (const auto& cell : result.cells) watched.push_back(cell.watched);
    by_breaks(make, rate, watched);
    const auto post = make.plain(tr("watched only by a post: no rate"));
    for (std::size_t i = 0; i < rate.size(); ++i)
        if (result.cells[i].watched && std::isnan(rate[i])) make.put(i, post, 0);
}

void by_cluster(Maker& make, const HotspotResult& result)
{
    std::vector<bool> sure;
    for (const auto& cell : result.cells) sure.push_back(cell.hot);
    const auto& risk = result.column("relative_risk")->values;
    by_breaks(make, risk, sure, 3);
    const auto unsure = make.warm(0, tr("a cluster that chance could make"), HotspotStyle::hollow);
    const auto whole = make.warm(1, tr("everything lies inside"));
    for (std::size_t i = 0; i < risk.size(); ++i) {
        if (std::isnan(risk[i])) continue;
        if (!sure[i]) make.put(i, unsure, 0.2);
        if (sure[i] && std::isinf(risk[i])) make.put(i, whole, 1);
    }
}

const char* rim_of(const HotspotResult& result)
{
    switch (result.method) {
        case HotspotMethod::gi:
        case HotspotMethod::moran:
        case HotspotMethod::rates:
        case HotspotMethod::scan:
            return tr("outlined: called hot by the test");
        case HotspotMethod::trend:
            return tr("outlined: hot in the last step");
        case HotspotMethod::compare:
            return tr("outlined: rose for certain");
        default:
            return "";
    }
}

}  // namespace

HotspotClasses classify(const HotspotResult& result, const view::Ramp& ramp)
{
    Maker make(result, ramp);
    const auto has = [&](std::string_view id) { return result.column(id) != nullptr; };
    if (has("level") && has("through_neighbours"))
        by_level(make, result);
    else if (result.method == HotspotMethod::moran && has("place"))
        by_place(make, result);
    else if (has("pattern"))
        by_pattern(make, result);
    else if (has("change") && has("first") && has("second") && has("p_adjusted"))
        by_change(make, result);
    else if (has("rate_smoothed"))
        by_rate(make, result);
    else if (has("cluster") && has("relative_risk"))
        by_cluster(make, result);
    else
        by_breaks(make, risks(result), all_of(result));
    const bool blind = std::any_of(result.cells.begin(), result.cells.end(), [](const auto& c) { return !c.watched; });
    if (blind) {
        const auto hatched = make.unwatched(tr("not watched: unknown, not safe"));
        for (std::size_t i = 0; i < result.cells.size(); ++i)
            if (!result.cells[i].watched) make.put(i, hatched, 0);
    }
    auto out = make.take();
    if (std::any_of(result.cells.begin(), result.cells.end(), [](const auto& c) { return c.hot; }))
        out.rim_label = rim_of(result);
    return out;
}

}  // namespace tuantra::app
