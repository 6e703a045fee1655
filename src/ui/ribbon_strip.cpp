#include "lang/lang.hpp"
#include "ui/ribbon_lanes.hpp"
#include "ui/texts.hpp"
#include "ui/timeline_math.hpp"
#include "ui/timeline_texts.hpp"
#include "ui/widgets.hpp"

#include <algorithm>
#include <cmath>

namespace tuantra::ui {

using lang::tr;

namespace {

/// Bands of rows of time as they are drawn.
struct Bands {
    std::size_t per = 1, n = 0;
    float high = 1;
};
Bands bands_of(const Frame& f, const view::SpaceTime& counts, const Rect& body)
{
    Bands b;
    b.per = rows_per_band(counts.rows, body.h, f.px(3));
    b.n = (counts.rows + b.per - 1) / b.per;
    b.high = b.n > 0 ? body.h / static_cast<float>(b.n) : body.h;
    return b;
}

std::string band_text(const view::SpaceTime& counts, std::size_t row, std::size_t row_end)
{
    const auto from = counts.start(row), until = counts.start(row_end);
    if (row_end == row + 1) return bin_text(from, counts.bin);
    return window_text({static_cast<double>(from.unix_s), static_cast<double>(until.unix_s)});
}

}  // namespace

void draw_space_time(const Frame& f, const RibbonLine& line)
{
    const auto& body = line.body;
    lane_ground(f, body);
    auto* to = ImGui::GetWindowDrawList();
    const auto& counts = f.model.space_time;
    const ImVec2 middle{body.x + body.w / 2, body.y + body.h / 2};
    if (!counts) return text_centred(to, f.font.label, middle, u32(f.pal().dim), tr("Counting…"));
    if (counts->rows == 0)
        return text_centred(to, f.font.label, middle, u32(f.pal().dim), tr("No record passes the filter"));
    const Bands bands = bands_of(f, *counts, body);
    const Steps s = steps_of(f, line, 5);
    struct Cell {
        float left, right;
        std::size_t band;
        double n;
    };
    std::vector<Cell> cells;
    double most = 0;
    for (std::size_t band = 0; band < bands.n; ++band)
        each_step(line, s, [&](double km, float left, float right) {
            const double n =
                block_sum(*counts, line.index(), band * bands.per, (band + 1) * bands.per, km, km + s.step);
            if (n > 0) cells.push_back({left, right, band, n});
            most = std::max(most, n);
        });
    for (const auto& cell : cells) {
        // By the root: one incident among hundreds must still be seen.
        const auto share = static_cast<float>(std::sqrt(cell.n / most));
        const float top = body.y + bands.high * static_cast<float>(cell.band);
        to->AddRectFilled({cell.left, top}, {cell.right, top + bands.high},
                          u32(ramp_at(f, f.model.heat_ramp, 0.2F + 0.8F * share)));
    }
    if (line.names.h <= 0) return;
    const float high = line_height(f.font.label), right = line.gutter.right();
    text_right(to, f.font.label, {right, body.y}, u32(f.pal().dim), date_text(counts->start(0)));
    if (body.h < 2.2F * high) return;
    text_right(to, f.font.label, {right, body.bottom() - high}, u32(f.pal().dim),
               date_text({counts->start(counts->rows).unix_s - 1}));
    if (body.h < 3.2F * high) return;
    text_at(
        to, f.font.label, {line.gutter.x, body.y + (body.h - high) / 2}, u32(f.pal().text),
        elided(f.font.label,
               lang::fill(tr("max {0} in {1} km"),
                          {lang::number(most, most < 10 && most != std::floor(most) ? 1 : 0), lang::number(s.step)}),
               line.gutter.w));
}

std::string space_time_text(const Frame& f, const RibbonLine& line, double from_km, double to_km, float pointer_y)
{
    const auto& counts = f.model.space_time;
    if (!counts || counts->rows == 0) return {};
    const Bands bands = bands_of(f, *counts, line.body);
    const auto band = static_cast<std::size_t>(
        std::clamp((pointer_y - line.body.y) / bands.high, 0.0F, static_cast<float>(bands.n - 1)));
    const std::size_t row = band * bands.per, row_end = std::min(row + bands.per, counts->rows);
    const double n = block_sum(*counts, line.index(), row, row_end, from_km, to_km);
    const auto whole = static_cast<std::int64_t>(std::llround(n));
    const bool shared = std::abs(n - std::round(n)) >= 1e-3;  // some are known only by longer spans
    return "\n" + band_text(*counts, row, row_end) + "\n" +
           lang::fill(lang::trn("{0} incident in km {1}–{2}", "{0} incidents in km {1}–{2}", whole),
                      {shared ? lang::number(n, 1) : lang::number(whole), lang::number(from_km), lang::number(to_km)});
}

}  // namespace tuantra::ui
