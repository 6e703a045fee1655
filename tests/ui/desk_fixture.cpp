#include "desk_fixture.hpp"

#include "ui/desk.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <random>

namespace tuantra::tests {

namespace {

using domain::LineId;

view::Colour rgb(std::uint32_t v)
{
    return {v << 8U | 255U};
}

/// A polyline through the corners with small wiggles, so that it measures longer than its corners.
domain::Polyline wiggly(const domain::Polyline& corners, int per_leg)
{
    domain::Polyline out;
    for (std::size_t i = 0; i + 1 < corners.size(); ++i)
        for (int k = 0; k < per_leg; ++k) {
            const double t = static_cast<double>(k) / per_leg;
            const double sway = 0.03 * std::sin(static_cast<double>(out.size()) * 1.7);
            out.push_back({corners[i].lon + (corners[i + 1].lon - corners[i].lon) * t + sway,
                           corners[i].lat + (corners[i + 1].lat - corners[i].lat) * t - sway});
        }
    out.push_back(corners.back());
    return out;
}

std::shared_ptr<const domain::MeasuredLine> land_line()
{
    domain::LineSpec spec;
    spec.id = LineId::land;
    spec.points = wiggly({{107.97, 21.53},
                          {106.7, 21.98},
                          {106.7, 22.85},
                          {105.3, 23.3},
                          {103.96, 22.5},
                          {102.15, 22.4},
                          {103.1, 20.8},
                          {104.6, 19.6},
                          {105.1, 18.6},
                          {106.5, 16.9},
                          {107.5, 15.3},
                          {107.5, 14.0},
                          {107.4, 12.3},
                          {106.0, 11.6},
                          {105.1, 10.9},
                          {104.45, 10.4}},
                         40);
    spec.official_km = 5036;
    spec.official_source = "test";
    spec.outward = domain::Outward::right;
    spec.stretches = {{"neighbour", "China", "Trung Quốc", "", "", 0, 1100},
                      {"neighbour", "Laos", "Lào", "", "", 1100, 2100}};
    return std::make_shared<const domain::MeasuredLine>(spec);
}

std::shared_ptr<const domain::MeasuredLine> coast_line()
{
    domain::LineSpec spec;
    spec.id = LineId::coast;
    spec.points = wiggly({{107.97, 21.5},
                          {106.7, 20.7},
                          {105.8, 19.0},
                          {108.2, 16.1},
                          {109.3, 13.0},
                          {109.0, 11.5},
                          {107.1, 10.35},
                          {106.4, 9.5},
                          {104.8, 8.6},
                          {104.9, 9.9},
                          {104.45, 10.38}},
                         40);
    spec.official_km = 3260;
    spec.official_source = "test";
    spec.outward = domain::Outward::left;
    return std::make_shared<const domain::MeasuredLine>(spec);
}

std::shared_ptr<const domain::Basemap> basemap()
{
    auto map = std::make_shared<domain::Basemap>();
    const auto place = [&](const char* name, double lon, double lat, int rank) {
        map->places.push_back({name, {lon, lat}, domain::to_map(domain::LonLat{lon, lat}), rank});
    };
    place("Hà Nội", 105.85, 21.03, 1);
    place("Móng Cái", 107.96, 21.52, 2);
    place("Lạng Sơn", 106.76, 21.85, 2);
    place("Cao Bằng", 106.26, 22.67, 2);
    place("Lào Cai", 103.97, 22.49, 2);
    place("Hải Phòng", 106.68, 20.86, 2);
    place("Đà Nẵng", 108.2, 16.06, 2);
    place("Nha Trang", 109.19, 12.25, 2);
    place("Vũng Tàu", 107.08, 10.35, 2);
    place("Cà Mau", 105.15, 9.18, 2);
    place("Hà Tiên", 104.48, 10.38, 2);
    const auto gate = [&](const char* name, const char* province, double lon, double lat, domain::GateClass c) {
        map->gates.push_back({name, province, c, {lon, lat}, domain::to_map(domain::LonLat{lon, lat})});
    };
    gate("Hữu Nghị", "Lạng Sơn", 106.71, 21.98, domain::GateClass::international);
    gate("Tà Lùng", "Cao Bằng", 106.58, 22.49, domain::GateClass::international);
    gate("Mộc Bài", "Tây Ninh", 106.2, 11.07, domain::GateClass::international);
    gate("Lao Bảo", "Quảng Trị", 106.6, 16.62, domain::GateClass::international);
    return map;
}

void add_density(view::Scene& scene, const view::Model& model)
{
    for (const auto id : {LineId::land, LineId::coast}) {
        auto& heat = scene.heat[static_cast<std::size_t>(id)];
        heat.length_km = model.lines.get(id).official_km();
        heat.per_km.resize(static_cast<std::size_t>(heat.length_km));
        scene.counts[static_cast<std::size_t>(id)].per_km.resize(heat.per_km.size() + 1);
    }
    const auto& rows = *scene.incidents;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto l = static_cast<std::size_t>(rows.line[i]);
        auto& heat = scene.heat[l];
        ++heat.events;
        const auto km = static_cast<std::size_t>(rows.chainage_km[i]);
        ++scene.counts[l].per_km[km][static_cast<std::size_t>(rows.kind[i])];
        ++scene.by_kind[static_cast<std::size_t>(rows.kind[i])];
        for (std::size_t k = km > 30 ? km - 30 : 0; k < std::min(heat.per_km.size(), km + 31); ++k) {
            const double d = (static_cast<double>(k) - static_cast<double>(km)) / heat.bandwidth_km;
            heat.per_km[k] += static_cast<float>(std::exp(-d * d / 2) / (heat.bandwidth_km * 2.5066));
        }
    }
    for (auto& heat : scene.heat) heat.peak = *std::max_element(heat.per_km.begin(), heat.per_km.end());
}

std::shared_ptr<const domain::IncidentColumns> incidents(const view::Model& model, std::size_t n, std::int64_t end_s)
{
    auto rows = std::make_shared<domain::IncidentColumns>();
    std::mt19937_64 random(7);
    std::uniform_real_distribution<double> share(0, 1);
    std::normal_distribution<double> normal(0, 1);
    for (std::size_t i = 0; i < n; ++i) {
        const auto line = share(random) < 0.65 ? LineId::land : LineId::coast;
        const auto& measured = model.lines.get(line);
        const double spot = std::floor(share(random) * 9 + 0.5) / 9.3;
        const double km = share(random) < 0.25 ? share(random) * measured.official_km()
                                               : std::clamp(spot * measured.official_km() + normal(random) * 22, 0.0,
                                                            measured.official_km() - 1);
        const double offset = normal(random) * 3000;
        const auto place = measured.point_at(km, offset);
        rows->id.push_back(static_cast<std::int64_t>(1000 + i));
        rows->place.push_back(place);
        rows->map.push_back(domain::to_map(place));
        const auto from =
            end_s - static_cast<std::int64_t>(static_cast<double>(n - i) / static_cast<double>(n) * 3 * 365 * 86400);
        rows->from_s.push_back(from);
        rows->to_s.push_back(from + (i % 3 == 0 ? 5400 : 0));
        const double pick = share(random);
        rows->kind.push_back(pick < 0.06   ? domain::Kind::trafficking
                             : pick < 0.45 ? domain::Kind::illegal_crossing
                             : pick < 0.58 ? domain::Kind::drugs
                             : pick < 0.84 ? domain::Kind::smuggling
                             : pick < 0.95 ? domain::Kind::illegal_fishing
                             : pick < 0.97 ? domain::Kind::piracy
                                           : domain::Kind::other);
        rows->severity.push_back(static_cast<std::uint8_t>(1 + i % 5));
        rows->reliability.push_back('B');
        rows->line.push_back(static_cast<std::int8_t>(line));
        rows->chainage_km.push_back(static_cast<float>(km));
        rows->offset_m.push_back(static_cast<float>(offset));
    }
    return rows;
}

void add_timeline(view::Scene& scene)
{
    scene.any_time = std::make_shared<const std::vector<std::uint32_t>>(scene.shown);
    auto timeline = std::make_shared<view::Timeline>();
    const auto& rows = *scene.incidents;
    if (rows.size() > 0) timeline->span = domain::TimeSpan{{rows.from_s.front()}, {rows.to_s.back()}};
    for (std::size_t bin = 0; bin < timeline->levels.size(); ++bin)
        timeline->levels[bin] = domain::time_histogram(rows, scene.shown, static_cast<domain::TimeBin>(bin));
    scene.timeline = std::move(timeline);
}

view::Details details_of(const domain::IncidentColumns& rows, std::size_t i)
{
    view::Details d;
    d.id = rows.id[i];
    d.incident.source_key = "DB-2026-00412";
    d.incident.occurred = {{rows.from_s[i]}, {rows.to_s[i] + 8400}};
    d.incident.kind = rows.kind[i];
    d.incident.severity = rows.severity[i];
    d.incident.title = "Nghi mua bán người qua lối mòn gần mốc 825";
    d.incident.narrative =
        "Tổ tuần tra phát hiện một nhóm người đi bộ trong đêm qua lối mòn, có hai đối tượng dẫn đường. Ba nạn nhân "
        "được "
        "đưa về đồn, chuyển tuyến trong ngày.";
    d.incident.reliability = 'B';
    d.incident.credibility = 2;
    d.incident.victims = 3;
    d.incident.suspects = 2;
    d.incident.attributes = {
        {"Kênh tuyển mộ", "mạng xã hội"}, {"Chuyển tuyến", "đã tiếp nhận"}, {"Tuần tra liên quan", "TT-0412 (gợi ý)"}};
    d.incident.place = rows.place[i];
    d.incident.address = domain::Address{static_cast<LineId>(rows.line[i]), static_cast<double>(rows.chainage_km[i]),
                                         static_cast<double>(rows.offset_m[i])};
    d.source_name = "Diễn tập 2026";
    d.created_at = "2026-11-22T04:30:00+07:00";
    d.updated_at = d.created_at;
    d.nearest_gate = "Tà Lùng";
    d.nearest_gate_km = 4.2;
    d.province = "Cao Bằng";
    d.neighbour = "China";
    return d;
}

}  // namespace

view::Palette office_palette()
{
    view::Palette p;
    p.name = "office";
    p.background = rgb(0x0e151d), p.panel = rgb(0x151f2a), p.raised = rgb(0x1b2733), p.rule = rgb(0x2a3947);
    p.text = rgb(0xe6edf3), p.dim = rgb(0x93a4b3), p.faint = rgb(0x5f7284), p.accent = rgb(0x4cc2ff);
    p.warning = rgb(0xff9f43), p.danger = rgb(0xff5d5d), p.good = rgb(0x57d38c);
    p.sea = rgb(0x0c1a26), p.land = rgb(0x1e2a33), p.abroad = rgb(0x172029), p.border = rgb(0xf0c35a),
    p.coast = rgb(0x6fb3d2);
    return p;
}

view::Ramp plain_ramp()
{
    static constexpr std::array<std::array<double, 3>, 6> stops{
        {{0, 0, 4}, {66, 10, 104}, {147, 38, 103}, {221, 81, 58}, {252, 165, 10}, {252, 255, 164}}};
    view::Ramp r;
    r.name = "inferno";
    for (std::size_t i = 0; i < 256; ++i) {
        const double t = static_cast<double>(i) / 255 * 5;
        const auto k = std::min<std::size_t>(4, static_cast<std::size_t>(t));
        std::uint32_t v = 0;
        for (std::size_t c = 0; c < 3; ++c) {
            const double x = stops[k][c] + (stops[k + 1][c] - stops[k][c]) * (t - static_cast<double>(k));
            v = v << 8U | static_cast<std::uint32_t>(std::lround(x));
        }
        r.colours[i] = rgb(v);
    }
    return r;
}

view::Model empty_model()
{
    view::Model m;
    m.database_path = "/var/lib/tuantra/so_chi_huy.sqlite";
    m.palette = office_palette();
    m.palettes = {office_palette(), office_palette()};
    m.palettes[1].name = "day";
    m.heat_ramp = plain_ramp();
    m.now_unix_s = 1795452067;
    return m;
}

view::Model full_model(std::size_t n)
{
    view::Model m = empty_model();
    m.lines = {land_line(), coast_line()};
    m.basemap = basemap();
    auto scene = std::make_shared<view::Scene>();
    scene->version = 1;
    const std::int64_t end = m.now_unix_s - 3600;
    scene->incidents = incidents(m, n, end);
    scene->shown.resize(n);
    std::iota(scene->shown.begin(), scene->shown.end(), 0U);
    scene->synthetic = true;
    add_density(*scene, m);
    add_timeline(*scene);
    auto order = std::make_shared<std::vector<std::uint32_t>>(scene->shown.rbegin(), scene->shown.rend());
    m.table.order = order;
    view::TablePage page;
    for (std::size_t i = 0; i < std::min<std::size_t>(200, n); ++i)
        page.rows.push_back({scene->incidents->id[(*order)[i]],
                             "Phát hiện nhóm người vượt biên qua lối mòn " + std::to_string(i), "Diễn tập 2026"});
    m.table.pages.push_back(page);
    m.incidents_total = n;
    m.data_span = domain::TimeSpan{{scene->incidents->from_s.front()}, {end}};
    m.sources = {{"a", "Diễn tập 2026", "", "2026-11-22 08:00", 12000, 12000, 0, 0, 0, true},
                 {"b", "ASAM.csv", "/data/ASAM.csv", "2026-11-23 09:12", 8700, 8651, 40, 0, 9, false}};
    m.selected = scene->incidents->id[n / 2];
    m.details = details_of(*scene->incidents, n / 2);
    m.cursor_place = domain::LonLat{106.734, 21.8028};
    m.cursor_address = m.lines.locate(*m.cursor_place);
    m.scene = std::move(scene);
    m.camera = view::fitted(view::resized(m.camera, 900, 600), {103.5, 20.5, 108.2, 23.5});
    return m;
}

HeadlessDesk::HeadlessDesk(float width, float height, float scale)
{
    ImGui::CreateContext();
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 60;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.MousePos = {-1, -1};
    // The numbers that GLFW gives its keys.
    const std::array<std::pair<int, int>, 12> keys{{{ImGuiKey_Tab, 258},
                                                    {ImGuiKey_LeftArrow, 263},
                                                    {ImGuiKey_RightArrow, 262},
                                                    {ImGuiKey_UpArrow, 265},
                                                    {ImGuiKey_DownArrow, 264},
                                                    {ImGuiKey_PageUp, 266},
                                                    {ImGuiKey_PageDown, 267},
                                                    {ImGuiKey_Home, 268},
                                                    {ImGuiKey_End, 269},
                                                    {ImGuiKey_Enter, 257},
                                                    {ImGuiKey_Escape, 256},
                                                    {ImGuiKey_Space, 32}}};
    for (const auto& [key, code] : keys) io.KeyMap[key] = code;
    ui::load_fonts("/usr/share/fonts/truetype/noto", scale);
    ui::apply_palette(office_palette(), scale);
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
}

HeadlessDesk::~HeadlessDesk()
{
    ImGui::DestroyContext();
}

std::vector<view::Command> HeadlessDesk::frame(const view::Model& model)
{
    view::CommandQueue queue;
    ImGui::NewFrame();
    ui::draw(model, queue);
    ImGui::Render();
    m_vertices = ImGui::GetDrawData()->TotalVtxCount;
    return queue.take();
}

void HeadlessDesk::settle(const view::Model& model, int frames)
{
    for (int i = 0; i < frames; ++i) frame(model);
}

namespace {

void append(std::vector<view::Command>& to, std::vector<view::Command> more)
{
    to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<view::Command> HeadlessDesk::click(const view::Model& model, float x, float y, bool ctrl)
{
    auto& io = ImGui::GetIO();
    std::vector<view::Command> out;
    io.KeyCtrl = ctrl;
    io.MousePos = {x, y};
    append(out, frame(model));
    append(out, frame(model));
    io.MouseDown[0] = true;
    append(out, frame(model));
    io.MouseDown[0] = false;
    append(out, frame(model));
    io.KeyCtrl = false;
    append(out, frame(model));
    return out;
}

std::vector<view::Command> HeadlessDesk::drag(const view::Model& model, ImVec2 from, ImVec2 to)
{
    auto& io = ImGui::GetIO();
    std::vector<view::Command> out;
    io.MousePos = from;
    append(out, frame(model));
    append(out, frame(model));
    io.MouseDown[0] = true;
    append(out, frame(model));
    for (const float t : {0.5F, 1.0F}) {
        io.MousePos = {from.x + (to.x - from.x) * t, from.y + (to.y - from.y) * t};
        append(out, frame(model));
    }
    io.MouseDown[0] = false;
    append(out, frame(model));
    return out;
}

std::vector<view::Command> HeadlessDesk::wheel(const view::Model& model, float x, float y, float notches)
{
    auto& io = ImGui::GetIO();
    std::vector<view::Command> out;
    io.MousePos = {x, y};
    append(out, frame(model));
    append(out, frame(model));
    io.MouseWheel = notches;
    append(out, frame(model));
    io.MouseWheel = 0;
    append(out, frame(model));
    return out;
}

std::vector<view::Command> HeadlessDesk::key(const view::Model& model, int code, bool ctrl)
{
    auto& io = ImGui::GetIO();
    std::vector<view::Command> out;
    io.KeyCtrl = ctrl;
    io.KeysDown[code] = true;
    append(out, frame(model));
    io.KeysDown[code] = false;
    io.KeyCtrl = false;
    append(out, frame(model));
    return out;
}

std::vector<view::Command> HeadlessDesk::type(const view::Model& model, const char* text)
{
    std::vector<view::Command> out;
    ImGui::GetIO().AddInputCharactersUTF8(text);
    append(out, frame(model));
    append(out, frame(model));
    return out;
}

}  // namespace tuantra::tests
