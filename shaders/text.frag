#version 330 core
// The atlas holds the glyph in red and its outline in green; the outlines of a text are all drawn before its glyphs.
in vec2 v_texture;
in vec4 v_colour;
uniform sampler2D u_atlas;
uniform bool u_halo;
out vec4 o_colour;
void main()
{
    vec2 cover = texture(u_atlas, v_texture).rg;
    o_colour = v_colour * (u_halo ? cover.g : cover.r);
}
