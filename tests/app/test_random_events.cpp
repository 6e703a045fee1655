// Whatever hands do to the desk, nothing breaks: seeded random mouse, keys, typed text, resized windows and dropped
// files, through the panels and the session with its jobs, database and map.
//
//     TUANTRA_EVENTS=100000 TUANTRA_SEED=7 test_events     a long run; TUANTRA_EVENTS_LOG=1 tells each event
#include "app/session.hpp"
#include "gis/files.hpp"
#include "lang/lang.hpp"
#include "render/map_renderer.hpp"
#include "store/store.hpp"
#include "ui/desk.hpp"
#include "ui/desk_fixture.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <thread>

using namespace tuantra;

namespace {

std::size_t number_of(const char* name, std::size_t otherwise)
{
    const char* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// A folder of its own for all that the program keeps and writes, also what is written to a typed name.
struct Home {
    std::filesystem::path path, before = std::filesystem::current_path();
    Home()
    {
        std::string name = (std::filesystem::temp_directory_path() / "tuantra-events-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path = name;
        std::filesystem::current_path(path);
        for (const char* variable : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_DOCUMENTS_DIR"})
            setenv(variable, path.c_str(), 1);
    }
    ~Home()
    {
        std::error_code ignored;
        std::filesystem::current_path(before, ignored);
        std::filesystem::remove_all(path, ignored);
    }
};

std::filesystem::path make_database(const std::filesystem::path& file)
{
    lang::use(lang::Language::en);
    gis::initialise();
    const auto paths = app::find_paths();
    const auto lines = gis::load_lines(paths.maps, paths.data);
    auto store = store::Store::open(file, store::OpenMode::create);
    auto import = store.begin_import({"test", "test.csv", "", false}, 1'700'000'000'000, 7);
    for (int i = 0; i < 400; ++i) {
        domain::Incident one;
        one.source_key = std::to_string(i);
        one.occurred = {{1'700'000'000 + i * 36'000}, {1'700'000'000 + i * 36'000 + i % 3 * 4000}};
        one.kind = static_cast<domain::Kind>(i % static_cast<int>(domain::kind_count));
        one.severity = 1 + i % 5;
        one.title = i % 7 == 0 ? "Thuốc lá lậu" : "Report " + std::to_string(i);
        one.place =
            lines.get(i % 3 == 0 ? domain::LineId::coast : domain::LineId::land).point_at(i * 7.5, i % 11 * 300);
        one.address = lines.locate(one.place).address;
        import.add(one);
    }
    import.finish();
    std::ofstream(file.parent_path() / "more.csv")
        << "id,time,lon,lat,kind,severity,title\n1,2026-11-01T02:00:00+07:00,106.7,21.9,smuggling,3,First\n"
           "2,2026-11-02T03:00:00+07:00,106.8,95,drugs,4,Nowhere\n";
    return file;
}

/// The window without the window.
class Desk {
public:
    explicit Desk(std::uint64_t seed)
        : m_random(seed),
          m_session(make_database(m_home.path / "t.sqlite"), app::find_paths(), {}, {}),
          m_target(640, 400)
    {
        auto& io = ImGui::GetIO();
        const std::array<std::pair<int, int>, 10> keys{{{ImGuiKey_Backspace, 259},
                                                        {ImGuiKey_Delete, 261},
                                                        {ImGuiKey_Insert, 260},
                                                        {ImGuiKey_KeyPadEnter, 335},
                                                        {ImGuiKey_A, 'A'},
                                                        {ImGuiKey_C, 'C'},
                                                        {ImGuiKey_V, 'V'},
                                                        {ImGuiKey_X, 'X'},
                                                        {ImGuiKey_Y, 'Y'},
                                                        {ImGuiKey_Z, 'Z'}}};
        for (const auto& [key, code] : keys) io.KeyMap[key] = code;
        const auto paths = app::find_paths();
        m_map.emplace(paths.shaders, paths.fonts / "NotoSans-Regular.ttf");
        m_session.set_picker([this](view::ScreenPoint at) { return m_map->pick(m_session.model(), at); });
        m_session.set_now(1'795'000'000);
        m_session.start();
        settle();
    }
    ~Desk() { m_session.set_picker({}); }

    void play(std::size_t events)
    {
        for (std::size_t i = 0; i < events; ++i) {
            event(i);
            frame();
            if (i % 40 == 0) draw();
            check();
        }
        settle();
        const auto findings = store::Store::open(m_home.path / "t.sqlite", store::OpenMode::read_only).check();
        for (const auto& finding : findings) UNSCOPED_INFO(finding);
        CHECK(findings.empty());
    }

private:
    int upto(int n) { return std::uniform_int_distribution<int>(0, n - 1)(m_random); }
    float spread(float from, float to) { return std::uniform_real_distribution<float>(from, to)(m_random); }
    void tell(std::size_t i, const char* what, int a = 0, int b = 0) const
    {
        if (m_log) std::fprintf(stderr, "%zu %s %d %d\n", i, what, a, b);
    }

    void event(std::size_t i)
    {
        auto& io = ImGui::GetIO();
        const int pick = upto(100);
        if (pick < 34) {
            // Near the last place, where something was opened, or anywhere, also outside.
            const bool near = upto(2) == 0;
            io.MousePos = near ? ImVec2(io.MousePos.x + spread(-40, 40), io.MousePos.y + spread(-40, 40))
                               : ImVec2(spread(-20, io.DisplaySize.x + 20), spread(-20, io.DisplaySize.y + 20));
            tell(i, "mouse", static_cast<int>(io.MousePos.x), static_cast<int>(io.MousePos.y));
        } else if (pick < 62) {
            const int button = upto(12) == 0 ? 1 + upto(2) : 0;
            io.MouseDown[button] = !io.MouseDown[button];
            tell(i, "button", button, io.MouseDown[button]);
        } else if (pick < 68) {
            io.MouseWheel = spread(-3, 3);
            tell(i, "wheel");
        } else if (pick < 88) {
            key(i);
        } else if (pick < 97) {
            static constexpr std::array texts{"a",
                                              "1",
                                              "-5",
                                              "268,4",
                                              "LAND 268.4 -2310",
                                              "lang son",
                                              "Đà Nẵng",
                                              "ễ\xcc\xa3",
                                              "\"",
                                              "%s%n",
                                              "\xff",
                                              "😀",
                                              "2026-02-30",
                                              "1e309",
                                              "nan",
                                              "\t\n",
                                              ";",
                                              "'",
                                              "0",
                                              "21°57'N 106°42'E",
                                              "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
            const int text = upto(static_cast<int>(texts.size()));
            io.AddInputCharactersUTF8(texts[static_cast<std::size_t>(text)]);
            tell(i, "text", text);
        } else if (pick < 99) {
            io.DisplaySize = {std::floor(spread(320, 2560)), std::floor(spread(200, 1440))};
            tell(i, "size", static_cast<int>(io.DisplaySize.x), static_cast<int>(io.DisplaySize.y));
        } else {
            static constexpr std::array files{"more.csv", "none.csv", "t.sqlite", "none.view.json"};
            const int file = upto(static_cast<int>(files.size()));
            m_session.commands().push(view::ImportFiles{{files[static_cast<std::size_t>(file)]}});
            tell(i, "drop", file);
        }
    }

    void key(std::size_t i)
    {
        auto& io = ImGui::GetIO();
        static constexpr std::array codes{'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K',
                                          'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
                                          'W', 'X', 'Y', 'Z', '0', '1', '2', '9', ' ', ',', '.'};
        static constexpr std::array named{256, 257, 258, 259, 260, 261, 262, 263, 264, 265,
                                          266, 267, 268, 269, 290, 335, 61,  45,  333, 334};
        const int of = upto(3);
        const int code = of == 0 ? codes[static_cast<std::size_t>(upto(static_cast<int>(codes.size())))]
                                 : named[static_cast<std::size_t>(upto(static_cast<int>(named.size())))];
        if (upto(8) == 0) io.KeyCtrl = !io.KeyCtrl;
        if (upto(20) == 0) io.KeyShift = !io.KeyShift;
        if (upto(30) == 0) io.KeyAlt = !io.KeyAlt;
        io.KeysDown[code] = !io.KeysDown[code];
        tell(i, "key", code, io.KeysDown[code]);
    }

    /// As the window does it.
    void frame()
    {
        auto& io = ImGui::GetIO();
        io.DeltaTime = spread(0.001F, 0.2F);
        m_session.deliver();
        m_session.tick(static_cast<double>(io.DeltaTime));
        if (m_session.take_style_change()) restyle();
        for (auto& command : m_desk.frame(m_session.model())) m_session.commands().push(std::move(command));
        io.MouseWheel = 0;
        m_session.apply_all();
        const auto area = ui::map_area(m_session.model(), io.DisplaySize.x, io.DisplaySize.y);
        const int width = std::max(1, static_cast<int>(area.width)),
                  height = std::max(1, static_cast<int>(area.height));
        const view::Camera camera = m_session.model().camera;
        if (camera.width != width || camera.height != height)
            m_session.apply(view::SetCamera{view::resized(camera, width, height)});
    }

    void restyle()
    {
        const float scale = m_session.model().ui_scale;
        if (scale != m_scale) {
            ui::load_fonts(app::find_paths().fonts, scale);
            unsigned char* pixels = nullptr;
            int w = 0, h = 0;
            ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
            m_scale = scale;
        }
        ui::apply_palette(m_session.model().palette, scale);
    }

    /// The map as it is, in a corner of a small target: what is wanted of it here is that it stands.
    void draw() { m_map->draw(m_session.model(), {}, {0, 0, 640, 400}, 400); }

    void check() const
    {
        const view::Model& m = m_session.model();
        REQUIRE(std::isfinite(m.camera.centre.x));
        REQUIRE(std::isfinite(m.camera.centre.y));
        REQUIRE(m.camera.metres_per_pixel > 0);
        REQUIRE(m.camera.metres_per_pixel < 1e6);
        REQUIRE(m.ui_scale >= 0.75F);
        REQUIRE(m.ui_scale <= 2.5F);
        if (m.hovered && m.scene) REQUIRE(*m.hovered < m.scene->incidents->size());
    }

    void settle()
    {
        for (int i = 0; i < 12'000; ++i) {
            frame();
            if (m_session.idle()) return;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        FAIL("jobs did not end");
    }

    std::mt19937_64 m_random;
    Home m_home;
    tests::HeadlessDesk m_desk{1280, 800};
    app::Session m_session;
    const render::Offscreen m_target;
    std::optional<render::MapRenderer> m_map;
    float m_scale = 1;
    bool m_log = std::getenv("TUANTRA_EVENTS_LOG") != nullptr;
};

}  // namespace

TEST_CASE("Random events break neither the desk nor the database", "[gui]")
{
    const auto seed = number_of("TUANTRA_SEED", 20261124);
    INFO("TUANTRA_SEED=" << seed);
    Desk desk(seed);
    desk.play(number_of("TUANTRA_EVENTS", 1500));
}
