// Opens the panels over a plain map on invented data and writes what they look like: for looking, not for testing.
//     xvfb-run -a test_ui_preview OUT.ppm WIDTH HEIGHT [SCALE] [empty|full|busy] [CATALOGUES LANGUAGE]
#include "desk_fixture.hpp"
#include "lang/lang.hpp"
#include "ui/desk.hpp"

#include <epoxy/gl.h>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace {

using namespace tuantra;

view::Model model_for(const std::string& what)
{
    if (what == "empty") return tests::empty_model();
    auto m = tests::full_model(6000);
    if (what == "calm") m.selected.reset(), m.details.reset();
    if (what == "table") m.ribbon_open = false;
    if (what != "busy") return m;
    m.filter.kinds.set(domain::Kind::smuggling, false);
    m.filter.severity_min = 2;
    m.filter.line = domain::LineId::land;
    m.filter.km = {400, 900};
    m.ribbon[0] = {300, 700};
    m.jobs = {{1, "Nhập ASAM.csv", 0.42}, {2, "Tính mật độ dọc tuyến", -1}};
    m.notices = {{view::Notice::Level::warning,
                  "9 dòng bị từ chối trong ASAM.csv: toạ độ ngoài khoảng cho phép. Xem danh sách cách ly.", 0},
                 {view::Notice::Level::info, "Đã nhập 8 651 vụ việc.", 0}};
    m.sources_open = true;
    return m;
}

void write_ppm(const char* path, int w, int h)
{
    std::vector<unsigned char> pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h) * 3);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, w, h, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
    std::ofstream out(path, std::ios::binary);
    out << "P6\n" << w << " " << h << "\n255\n";
    for (int y = h - 1; y >= 0; --y)
        out.write(reinterpret_cast<const char*>(pixels.data()) + static_cast<std::ptrdiff_t>(y) * w * 3, w * 3);
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 4 || glfwInit() == 0) return 2;
    const int w = std::atoi(argv[2]), h = std::atoi(argv[3]);
    const float scale = argc > 4 ? std::strtof(argv[4], nullptr) : 1.0F;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    GLFWwindow* window = glfwCreateWindow(w, h, "preview", nullptr, nullptr);
    if (window == nullptr) return 1;
    glfwMakeContextCurrent(window);
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    ImGui_ImplGlfw_InitForOpenGL(window, false);
    ImGui_ImplOpenGL3_Init("#version 330");
    if (argc > 7) {
        lang::load_catalogues(argv[6]);
        lang::use(lang::parse_language(argv[7]).value_or(lang::Language::en));
    }
    auto model = model_for(argc > 5 ? argv[5] : "full");
    model.ui_scale = scale;
    ui::load_fonts("/usr/share/fonts/truetype/noto", scale);
    ui::apply_palette(model.palette, scale);
    for (int i = 0; i < 5; ++i) {
        glfwPollEvents();
        ImGui_ImplOpenGL3_NewFrame();
        ImGui_ImplGlfw_NewFrame();
        ImGui::NewFrame();
        const auto at = ui::map_area(model, static_cast<float>(w), static_cast<float>(h));
        model.camera =
            view::fitted(view::resized(model.camera, static_cast<int>(at.width), static_cast<int>(at.height)),
                         {103.5, 20.5, 108.2, 23.5});
        view::CommandQueue queue;
        ui::draw(model, queue);
        ImGui::Render();
        glViewport(0, 0, w, h);
        glClearColor(0.118F, 0.165F, 0.2F, 1);
        glClear(GL_COLOR_BUFFER_BIT);
        ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
        if (i == 4) write_ppm(argv[1], w, h);
        glfwSwapBuffers(window);
    }
    std::printf("%d vertices\n", ImGui::GetDrawData()->TotalVtxCount);
    return 0;
}
