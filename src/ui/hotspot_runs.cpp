#include "lang/lang.hpp"
#include "ui/hotspot_panel.hpp"
#include "ui/widgets.hpp"

#include <algorithm>

namespace tuantra::ui {

using lang::fill;
using lang::tr;

namespace {

constexpr std::size_t most_shown = 20;

const char* method_label(const view::HotspotBoard& board, const std::string& id)
{
    for (const auto& method : board.methods)
        if (method.id == id) return tr(method.label);
    return id.c_str();
}

bool forecasts(const view::HotspotBoard& board, const std::string& id)
{
    return std::any_of(board.methods.begin(), board.methods.end(),
                       [&](const auto& m) { return m.id == id && m.forecasts; });
}

void run_row(Frame& f, const view::HotspotRunRow& run)
{
    const auto& board = *f.model.hotspots;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x, high = f.px(24);
    const bool can = forecasts(board, run.method) && !f.model.read_only;
    const bool now = board.scoring == run.uid;
    const char* word = now ? tr("Scoring…") : tr("Score");
    const float side = can ? text_width(f.font.body, word) + f.px(20) : 0;
    auto* to = ImGui::GetWindowDrawList();
    const std::string title =
        std::string(method_label(board, run.method)) + (run.synthetic ? std::string(" · ") + tr("SYNTHETIC") : "");
    text_at(to, f.font.bold, {at.x, at.y + f.px(3)}, u32(run.synthetic ? f.pal().warning : f.pal().text),
            elided(f.font.bold, title, width - side - f.px(8)));
    if (can) {
        ImGui::SetCursorScreenPos({at.x + width - side, at.y});
        if (button(f, "##score", word, {side, high}, false, board.scoring.empty()))
            f.send(view::ScoreHotspots{run.uid});
        if (ImGui::IsItemHovered()) tip(f, tr("Holds it against the incidents that came after its end"));
    }
    ImGui::SetCursorScreenPos({at.x, at.y + high + f.px(2)});
    wrapped(f, f.font.label, f.pal().dim,
            fill(tr("n = {0}, before {1}, valid until {2}; sealed {3}"), {run.n, run.end, run.valid_until, run.made}));
    if (run.last) {
        wrapped(f, f.font.body, f.pal().text, marks_text(*run.last));
        wrapped(f, f.font.label, f.pal().dim, run.told);
    }
    ImGui::Dummy({0, f.px(2)});
    rule(f);
}

}  // namespace

std::string marks_text(const view::HotspotMarks& marks)
{
    std::string out;
    const auto add = [&](const char* name, const std::optional<double>& value, double times, int decimals,
                         const char* unit) {
        if (!value) return;
        out += (out.empty() ? "" : " · ") + std::string(name) + " " + lang::number(times * *value, decimals) + unit;
    };
    add("PAI", marks.pai, 1, 2, "");
    add("PEI", marks.pei, 1, 2, "");
    add(tr("hit rate"), marks.hit_rate, 100, 0, " %");
    return out;
}

void draw_hotspot_runs(Frame& f)
{
    const auto& board = *f.model.hotspots;
    section(f, tr("SEALED RUNS"));
    if (board.runs.empty())
        wrapped(f, f.font.body, f.pal().dim,
                tr("None yet. A sealed run is kept unchanged, and can be held against what comes after it."));
    if (!board.score_refusal.empty())
        wrapped(f, f.font.body, f.pal().warning, fill(tr("Not scored: {0}"), {board.score_refusal}));
    for (std::size_t i = 0; i < std::min(most_shown, board.runs.size()); ++i) {
        ImGui::PushID(static_cast<int>(i));
        run_row(f, board.runs[i]);
        ImGui::PopID();
    }
    if (board.runs.size() > most_shown)
        wrapped(f, f.font.label, f.pal().dim,
                fill(tr("{0} older ones: tuantra runs lists them"),
                     {lang::number(static_cast<std::int64_t>(board.runs.size() - most_shown))}));
}

}  // namespace tuantra::ui
