#version 330 core
flat in float v_left;
uniform sampler2D u_atlas;
uniform float u_cells;
uniform vec4 u_tint;
out vec4 o_colour;
void main()
{
    o_colour = texture(u_atlas, vec2(v_left + gl_PointCoord.x / u_cells, gl_PointCoord.y)) * u_tint;
}
