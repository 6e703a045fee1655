// Why a cell of a hotspot result is what it is, in one plain sentence and in numbers.
#include "app/hotspot_data.hpp"
#include "app/hotspot_panel.hpp"
#include "app/note.hpp"
#include "lang/lang.hpp"
#include "view/sentence.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::app {

using lang::fill;
using lang::mark;
using lang::tr;

namespace {

/// What is asked of a result about one of its cells.
class Cell {
public:
    Cell(const HotspotResult& result, std::size_t at) : m_result(result), m_at(at) {}

    const HotspotResult& result() const { return m_result; }
    const HotspotCell& cell() const { return m_result.cells[m_at]; }
    std::size_t index() const { return m_at; }
    /// NaN where there is no such column.
    double value(std::string_view id) const
    {
        const auto* column = m_result.column(id);
        return column == nullptr ? std::nan("") : column->values[m_at];
    }
    std::string number(std::string_view id, int decimals) const { return shown(value(id), decimals); }
    static std::string shown(double value, int decimals)
    {
        if (std::isinf(value)) return "∞";
        if (std::isnan(value)) return "—";
        const double least = std::pow(10.0, -decimals);
        return value > 0 && value < least / 2 ? "<" + lang::number(least, decimals) : lang::number(value, decimals);
    }
    std::string count() const { return lang::number(cell().count, 0); }

private:
    const HotspotResult& m_result;
    std::size_t m_at;
};

std::vector<std::size_t> neighbours_of(const HotspotResult& result, std::size_t at)
{
    std::vector<std::size_t> out;
    const bool reckons = result.method == HotspotMethod::gi || result.method == HotspotMethod::trend ||
                         result.method == HotspotMethod::moran;
    const auto& cell = result.cells[at];
    if (!reckons || !cell.line) return out;
    const auto touches = [&](std::size_t a, std::size_t b) {
        const auto &x = result.cells[a], &y = result.cells[b];
        return x.line == y.line && std::abs(x.to_km - y.from_km) < 1e-6;
    };
    for (std::size_t i = at, n = 0; i > 0 && n < result.settings.reach && touches(i - 1, i); --i, ++n)
        out.insert(out.begin(), i - 1);
    for (std::size_t i = at, n = 0; i + 1 < result.cells.size() && n < result.settings.reach && touches(i, i + 1);
         ++i, ++n)
        out.push_back(i + 1);
    return out;
}

/// Incidents in the cell and its neighbours, and what an even spread along the lines would put there.
struct Around {
    double held = 0, expected = 0;
};

Around around(const Cell& c, const std::vector<std::size_t>& neighbours)
{
    const auto& cells = c.result().cells;
    double size = c.cell().size, all = 0, whole = 0;
    Around out{c.cell().count, 0};
    for (const auto i : neighbours) {
        out.held += cells[i].count;
        size += cells[i].size;
    }
    for (const auto& cell : cells) {
        all += cell.count;
        whole += cell.size;
    }
    out.expected = whole > 0 ? all * size / whole : 0;
    return out;
}

std::string local_sentence(const Cell& c, const std::vector<std::size_t>& neighbours)
{
    const auto held = around(c, neighbours);
    std::string text = fill(tr("It and its neighbours hold {0} incidents; spread evenly there would be {1} (z {2})."),
                            {lang::number(held.held, 0), lang::number(held.expected, 1), c.number("z", 1)});
    const double level = c.value("level");
    if (level > 0 && c.value("through_neighbours") != 0)
        text += std::string(" ") + tr("It holds none itself: it is hot only through its neighbours.");
    else if (level > 0)
        text += std::string(" ") + tr("That is more than chance would put there.");
    else if (level < 0)
        text += std::string(" ") + tr("That is less than chance would put there, or nobody watched.");
    else if (!std::isnan(level))
        text += std::string(" ") + tr("Chance alone could do that.");
    return text;
}

const char* pattern_sentence(std::size_t pattern)
{
    switch (pattern) {
        case 0:
            return tr("Its steps show no pattern that chance could not make.");
        case 1:
            return tr("It became hot in the last step and never was before.");
        case 2:
            return tr("It has been hot without a break in the last steps, and seldom before.");
        case 3:
            return tr("It has been hot nearly all the time, and grows hotter.");
        case 4:
            return tr("It has been hot nearly all the time, neither more nor less.");
        case 5:
            return tr("It has been hot nearly all the time, and cools.");
        case 6:
            return tr("It is hot now and again, and never was cold.");
        case 7:
            return tr("It is hot now and was cold at times before.");
        case 8:
            return tr("It was hot nearly all the time, and is not in the last step.");
        default:
            return tr("Fewer incidents than elsewhere: quiet, or nobody watched.");
    }
}

std::string rate_sentence(const Cell& c)
{
    if (!c.cell().watched) return tr("Nobody watched it: nothing is known. That is not the same as quiet.");
    if (std::isnan(c.value("rate"))) return tr("Only a post watched it, which makes no patrol-kilometres: no rate.");
    const auto overall = c.result().facts.find("overall_rate");
    std::string text =
        fill(tr("{0} incidents came to light: {1} {2} (between {3} and {4})"),
             {c.count(), c.number("rate", 2), tr(c.result().unit), c.number("rate_low", 2), c.number("rate_high", 2)});
    if (overall != c.result().facts.end() && overall->is_number())
        text += fill(tr("; the whole has {0}"), {Cell::shown(overall->get<double>(), 2)});
    return text + ".";
}

std::string scan_sentence(const Cell& c)
{
    const double number = c.value("cluster");
    if (!(number > 0)) return tr("It belongs to no cluster.");
    const auto& clusters = c.result().facts.at("clusters");
    const auto& cluster = clusters.at(static_cast<std::size_t>(number) - 1);
    std::string text =
        fill(tr("Cluster {0}, km {1} to {2}: {3} incidents where {4} were expected (p {5})."),
             {lang::number(number, 0), number_text(std::round(cluster.at("from_km").get<double>() * 10) / 10),
              number_text(std::round(cluster.at("to_km").get<double>() * 10) / 10),
              Cell::shown(cluster.at("cases").get<double>(), 0), Cell::shown(cluster.at("expected").get<double>(), 1),
              c.number("p", 3)});
    return text + " " + (c.cell().hot ? tr("Chance would hardly make it.") : tr("Chance alone could make it."));
}

std::string compare_sentence(const Cell& c)
{
    std::string text = fill(tr("{0} incidents in the first period, {1} in the second: {2} times as many a day "
                               "(between {3} and {4})."),
                            {c.number("first", 0), c.number("second", 0), c.number("ratio", 2),
                             c.number("ratio_low", 2), c.number("ratio_high", 2)});
    const double change = c.value("change");
    return text + " " +
           (change > 0   ? tr("It rose for certain.")
            : change < 0 ? tr("It fell for certain.")
                         : tr("Chance alone could do that."));
}

std::string line_sentence(const Cell& c)
{
    std::size_t higher = 0;
    const double own = c.cell().risk;
    for (const auto& cell : c.result().cells) higher += cell.risk > own ? 1 : 0;
    const double share = static_cast<double>(higher) / static_cast<double>(c.result().cells.size());
    return fill(tr("{0} incidents per km; {1} percent of the line has more."),
                {Cell::shown(own, 3), Cell::shown(100 * share, 1)});
}

std::string share_sentence(const Cell& c)
{
    const double n = static_cast<double>(c.result().n);
    const double part = c.result().total_size > 0 ? 100 * c.cell().size / c.result().total_size : std::nan("");
    if (c.cell().line && std::isfinite(part))
        return fill(tr("{0} of {1} incidents ({2} percent) lie on {3} percent of the length."),
                    {c.count(), lang::number(n, 0), Cell::shown(n > 0 ? 100 * c.cell().count / n : 0, 1),
                     Cell::shown(part, 1)});
    return fill(tr("{0} of {1} incidents ({2} percent) lie in it."),
                {c.count(), lang::number(n, 0), Cell::shown(n > 0 ? 100 * c.cell().count / n : 0, 1)});
}

std::string sentence_of(const Cell& c, const std::vector<std::size_t>& neighbours)
{
    switch (c.result().method) {
        case HotspotMethod::line:
            return line_sentence(c);
        case HotspotMethod::gi:
            return local_sentence(c, neighbours);
        case HotspotMethod::trend:
            return pattern_sentence(static_cast<std::size_t>(c.value("pattern")));
        case HotspotMethod::rates:
            return rate_sentence(c);
        case HotspotMethod::scan:
            return scan_sentence(c);
        case HotspotMethod::compare:
            return compare_sentence(c);
        default:
            return share_sentence(c);
    }
}

domain::Range narrowed(const domain::Range& now, double from, double to)
{
    return {std::max(now.from.value_or(from), from), std::min(now.to.value_or(to), to)};
}

/// The incidents that the cell counts: its kilometres, and no farther from the line than the run took them.
domain::Filter filter_of(const HotspotResult& result, const HotspotCell& cell)
{
    auto filter = result.filter;
    if (cell.line) {
        const double reach = result.settings.snap_km * 1000;
        filter.line = cell.line;
        filter.km = {cell.from_km, cell.to_km};
        filter.offset_m = narrowed(filter.offset_m, -reach, reach);
    } else {
        filter.box.reset();
        filter.near.reset();
        filter.within = cell.area;
        filter.within_name = tr("area of the hotspot");
    }
    return filter;
}

}  // namespace

view::HotspotWhy why_hot(const HotspotResult& result, std::size_t at, domain::Zone zone)
{
    const Cell c(result, at);
    const auto neighbours = neighbours_of(result, at);
    view::HotspotWhy why;
    why.cell = at;
    why.place = cell_place(c.cell());
    why.sentence = sentence_of(c, neighbours);
    for (const auto& column : result.columns) why.numbers.emplace_back(tr(column.label), column_text(column, at, zone));
    for (const auto i : neighbours)
        why.neighbours.push_back({i, cell_place(result.cells[i]), lang::number(result.cells[i].count, 0)});
    why.filter = filter_of(result, c.cell());
    why.incidents = static_cast<std::size_t>(std::max(0.0, c.cell().count));
    return why;
}

}  // namespace tuantra::app
