#pragma once
#include <epoxy/gl.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>

namespace tuantra::render {

/// Sole owner of a GL name. Needs the context that made it current when destroyed.
template <typename Traits>
class Name {
public:
    Name() : m_id(Traits::make()) {}
    ~Name()
    {
        if (m_id != 0) Traits::free(m_id);
    }
    Name(Name&& other) noexcept : m_id(std::exchange(other.m_id, 0)) {}
    Name& operator=(Name&& other) noexcept
    {
        std::swap(m_id, other.m_id);
        return *this;
    }
    GLuint id() const { return m_id; }

private:
    GLuint m_id = 0;
};

struct BufferTraits {
    static GLuint make();
    static void free(GLuint id);
};
struct VertexArrayTraits {
    static GLuint make();
    static void free(GLuint id);
};
struct TextureTraits {
    static GLuint make();
    static void free(GLuint id);
};
struct FramebufferTraits {
    static GLuint make();
    static void free(GLuint id);
};
using Buffer = Name<BufferTraits>;
using VertexArray = Name<VertexArrayTraits>;
using Texture = Name<TextureTraits>;
using Framebuffer = Name<FramebufferTraits>;

/// A linked pair NAME.vert and NAME.frag. Throws Error with the driver's log and the source lines around each failure.
class Program {
public:
    Program(const std::filesystem::path& shaders, const std::string& name);
    ~Program();
    Program(Program&& other) noexcept;
    Program& operator=(Program&&) = delete;

    void use() const;
    /// -1 (which GL ignores) for a uniform that the compiler dropped.
    GLint uniform(const char* name) const;

private:
    GLuint m_id = 0;
    mutable std::map<std::string, GLint, std::less<>> m_uniforms;
};

/// Compiles one shader file by its extension (.vert, .frag) and throws it away. Throws Error as Program does.
void check_shader(const std::filesystem::path& file);

/// One vertex attribute of an interleaved buffer.
struct Attribute {
    GLint components = 0;
    GLenum type = GL_FLOAT;
    std::size_t offset = 0;
    enum class As : std::uint8_t { real, normalised, integer } as = As::real;
};

/// Binds `array` with the attributes (locations 0, 1, ...) read from `buffer`.
void describe(const VertexArray& array, const Buffer& buffer, std::size_t stride,
              std::initializer_list<Attribute> attributes);

/// A texture without mipmaps, clamped. `bytes` may be null.
void fill_texture(const Texture& texture, GLint internal, GLenum format, int width, int height, const void* bytes,
                  bool smooth);

/// Saves what the map changes of the GL state, and gives it back when destroyed.
class StateGuard {
public:
    StateGuard();
    ~StateGuard();
    StateGuard(const StateGuard&) = delete;
    StateGuard& operator=(const StateGuard&) = delete;
    GLuint framebuffer() const { return static_cast<GLuint>(m_framebuffer); }

private:
    GLint m_framebuffer = 0, m_program = 0, m_array = 0, m_buffer = 0, m_texture = 0, m_active = 0, m_unpack = 0;
    GLint m_viewport[4]{}, m_scissor[4]{};
    GLint m_blend_src_rgb = 0, m_blend_dst_rgb = 0, m_blend_src_alpha = 0, m_blend_dst_alpha = 0;
    GLint m_equation_rgb = 0, m_equation_alpha = 0;
    GLboolean m_blend = 0, m_scissor_on = 0, m_depth = 0, m_cull = 0, m_stencil = 0, m_point_size = 0;
};

}  // namespace tuantra::render
