#version 330 core
layout(location = 0) in vec2 a_pixel;
layout(location = 1) in vec2 a_texture;  // texels
layout(location = 2) in vec4 a_fill;
layout(location = 3) in vec4 a_halo;
uniform sampler2D u_atlas;
uniform vec2 u_size;
uniform bool u_halo;
out vec2 v_texture;
out vec4 v_colour;
void main()
{
    v_texture = a_texture / vec2(textureSize(u_atlas, 0));
    v_colour = u_halo ? a_halo : a_fill;
    vec2 p = a_pixel / u_size * 2.0 - 1.0;
    gl_Position = vec4(p.x, -p.y, 0.0, 1.0);
}
