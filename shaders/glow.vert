#version 330 core
// The squares of the screen that the glow touches.
layout(location = 0) in vec2 a_pixel;
uniform vec2 u_shift;
uniform vec2 u_size;
out vec2 v_texture;
void main()
{
    vec2 p = (a_pixel + u_shift) / u_size * 2.0 - 1.0;
    v_texture = vec2(p.x, -p.y) * 0.5 + 0.5;
    gl_Position = vec4(p.x, -p.y, 0.0, 1.0);
}
