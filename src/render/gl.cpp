#include "render/gl.hpp"

#include "render/error.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <vector>

namespace tuantra::render {

GLuint BufferTraits::make()
{
    GLuint id = 0;
    glGenBuffers(1, &id);
    return id;
}
void BufferTraits::free(GLuint id)
{
    glDeleteBuffers(1, &id);
}
GLuint VertexArrayTraits::make()
{
    GLuint id = 0;
    glGenVertexArrays(1, &id);
    return id;
}
void VertexArrayTraits::free(GLuint id)
{
    glDeleteVertexArrays(1, &id);
}
GLuint TextureTraits::make()
{
    GLuint id = 0;
    glGenTextures(1, &id);
    return id;
}
void TextureTraits::free(GLuint id)
{
    glDeleteTextures(1, &id);
}
GLuint FramebufferTraits::make()
{
    GLuint id = 0;
    glGenFramebuffers(1, &id);
    return id;
}
void FramebufferTraits::free(GLuint id)
{
    glDeleteFramebuffers(1, &id);
}

namespace {

std::string read_text(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Error("cannot read the shader " + file.string());
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Line numbers that a driver's log names: "0:12(5): error" (Mesa), "0(12) : error" (NVIDIA), "ERROR: 0:12:" (others).
std::set<std::size_t> lines_named(const std::string& log)
{
    std::set<std::size_t> lines;
    for (std::size_t i = 0; i + 2 < log.size(); ++i) {
        if (log[i] != '0' || (log[i + 1] != ':' && log[i + 1] != '(')) continue;
        std::size_t n = 0, digits = 0;
        for (std::size_t j = i + 2; j < log.size() && log[j] >= '0' && log[j] <= '9' && digits < 6; ++j, ++digits)
            n = n * 10 + static_cast<std::size_t>(log[j] - '0');
        if (digits > 0 && n > 0) lines.insert(n);
    }
    return lines;
}

std::string around(const std::string& source, const std::set<std::size_t>& lines)
{
    std::istringstream in(source);
    std::ostringstream out;
    std::string text;
    for (std::size_t n = 1; std::getline(in, text); ++n) {
        const bool near =
            std::any_of(lines.begin(), lines.end(), [n](std::size_t l) { return n + 2 >= l && n <= l + 2; });
        if (near) out << (lines.count(n) != 0 ? "> " : "  ") << n << ": " << text << '\n';
    }
    return out.str();
}

GLuint compile(const std::filesystem::path& file)
{
    const std::string source = read_text(file);
    const GLuint id = glCreateShader(file.extension() == ".vert" ? GL_VERTEX_SHADER : GL_FRAGMENT_SHADER);
    const char* text = source.c_str();
    glShaderSource(id, 1, &text, nullptr);
    glCompileShader(id);
    GLint ok = 0;
    glGetShaderiv(id, GL_COMPILE_STATUS, &ok);
    if (ok != 0) return id;
    GLint length = 0;
    glGetShaderiv(id, GL_INFO_LOG_LENGTH, &length);
    std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
    glGetShaderInfoLog(id, length, nullptr, log.data());
    log.resize(log.find('\0') == std::string::npos ? log.size() : log.find('\0'));
    glDeleteShader(id);
    throw Error("shader " + file.string() + " does not compile:\n" + log + around(source, lines_named(log)));
}

void put(GLenum capability, GLboolean on)
{
    if (on != 0)
        glEnable(capability);
    else
        glDisable(capability);
}

}  // namespace

void check_shader(const std::filesystem::path& file)
{
    glDeleteShader(compile(file));
}

Program::Program(const std::filesystem::path& shaders, const std::string& name)
{
    const GLuint vertex = compile(shaders / (name + ".vert"));
    GLuint fragment = 0;
    try {
        fragment = compile(shaders / (name + ".frag"));
    } catch (...) {
        glDeleteShader(vertex);
        throw;
    }
    m_id = glCreateProgram();
    glAttachShader(m_id, vertex);
    glAttachShader(m_id, fragment);
    glLinkProgram(m_id);
    glDeleteShader(vertex);
    glDeleteShader(fragment);
    GLint ok = 0;
    glGetProgramiv(m_id, GL_LINK_STATUS, &ok);
    if (ok != 0) return;
    std::string log(4096, '\0');
    GLsizei length = 0;
    glGetProgramInfoLog(m_id, static_cast<GLsizei>(log.size()), &length, log.data());
    log.resize(static_cast<std::size_t>(length));
    glDeleteProgram(m_id);
    throw Error("shaders " + (shaders / name).string() + ".* do not link:\n" + log);
}

Program::~Program()
{
    if (m_id != 0) glDeleteProgram(m_id);
}

Program::Program(Program&& other) noexcept : m_id(std::exchange(other.m_id, 0)), m_uniforms(std::move(other.m_uniforms))
{
}

void Program::use() const
{
    glUseProgram(m_id);
}

GLint Program::uniform(const char* name) const
{
    const auto known = m_uniforms.find(name);
    if (known != m_uniforms.end()) return known->second;
    const GLint place = glGetUniformLocation(m_id, name);
    m_uniforms.emplace(name, place);
    return place;
}

void describe(const VertexArray& array, const Buffer& buffer, std::size_t stride,
              std::initializer_list<Attribute> attributes)
{
    glBindVertexArray(array.id());
    glBindBuffer(GL_ARRAY_BUFFER, buffer.id());
    GLuint location = 0;
    for (const Attribute& a : attributes) {
        // GL takes byte offsets into the bound buffer as pointers.
        const void* offset = reinterpret_cast<const void*>(a.offset);
        const auto step = static_cast<GLsizei>(stride);
        if (a.as == Attribute::As::integer)
            glVertexAttribIPointer(location, a.components, a.type, step, offset);
        else
            glVertexAttribPointer(location, a.components, a.type,
                                  a.as == Attribute::As::normalised ? GL_TRUE : GL_FALSE, step, offset);
        glEnableVertexAttribArray(location);
        ++location;
    }
}

void fill_texture(const Texture& texture, GLint internal, GLenum format, int width, int height, const void* bytes,
                  bool smooth)
{
    glBindTexture(GL_TEXTURE_2D, texture.id());
    glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
    glTexImage2D(GL_TEXTURE_2D, 0, internal, width, height, 0, format, GL_UNSIGNED_BYTE, bytes);
    const GLint filter = smooth ? GL_LINEAR : GL_NEAREST;
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

StateGuard::StateGuard()
{
    glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &m_framebuffer);
    glGetIntegerv(GL_CURRENT_PROGRAM, &m_program);
    glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &m_array);
    glGetIntegerv(GL_ARRAY_BUFFER_BINDING, &m_buffer);
    glGetIntegerv(GL_ACTIVE_TEXTURE, &m_active);
    glActiveTexture(GL_TEXTURE0);
    glGetIntegerv(GL_TEXTURE_BINDING_2D, &m_texture);
    glGetIntegerv(GL_UNPACK_ALIGNMENT, &m_unpack);
    glGetIntegerv(GL_VIEWPORT, m_viewport);
    glGetIntegerv(GL_SCISSOR_BOX, m_scissor);
    glGetIntegerv(GL_BLEND_SRC_RGB, &m_blend_src_rgb);
    glGetIntegerv(GL_BLEND_DST_RGB, &m_blend_dst_rgb);
    glGetIntegerv(GL_BLEND_SRC_ALPHA, &m_blend_src_alpha);
    glGetIntegerv(GL_BLEND_DST_ALPHA, &m_blend_dst_alpha);
    glGetIntegerv(GL_BLEND_EQUATION_RGB, &m_equation_rgb);
    glGetIntegerv(GL_BLEND_EQUATION_ALPHA, &m_equation_alpha);
    m_blend = glIsEnabled(GL_BLEND);
    m_scissor_on = glIsEnabled(GL_SCISSOR_TEST);
    m_depth = glIsEnabled(GL_DEPTH_TEST);
    m_cull = glIsEnabled(GL_CULL_FACE);
    m_stencil = glIsEnabled(GL_STENCIL_TEST);
    m_point_size = glIsEnabled(GL_PROGRAM_POINT_SIZE);
}

StateGuard::~StateGuard()
{
    glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(m_framebuffer));
    glUseProgram(static_cast<GLuint>(m_program));
    glBindVertexArray(static_cast<GLuint>(m_array));
    glBindBuffer(GL_ARRAY_BUFFER, static_cast<GLuint>(m_buffer));
    glActiveTexture(GL_TEXTURE0);
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(m_texture));
    glActiveTexture(static_cast<GLenum>(m_active));
    glPixelStorei(GL_UNPACK_ALIGNMENT, m_unpack);
    glViewport(m_viewport[0], m_viewport[1], m_viewport[2], m_viewport[3]);
    glScissor(m_scissor[0], m_scissor[1], m_scissor[2], m_scissor[3]);
    glBlendFuncSeparate(static_cast<GLenum>(m_blend_src_rgb), static_cast<GLenum>(m_blend_dst_rgb),
                        static_cast<GLenum>(m_blend_src_alpha), static_cast<GLenum>(m_blend_dst_alpha));
    glBlendEquationSeparate(static_cast<GLenum>(m_equation_rgb), static_cast<GLenum>(m_equation_alpha));
    put(GL_BLEND, m_blend);
    put(GL_SCISSOR_TEST, m_scissor_on);
    put(GL_DEPTH_TEST, m_depth);
    put(GL_CULL_FACE, m_cull);
    put(GL_STENCIL_TEST, m_stencil);
    put(GL_PROGRAM_POINT_SIZE, m_point_size);
}

}  // namespace tuantra::render
