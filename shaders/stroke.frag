#version 330 core
in vec3 v_measure;
in vec4 v_colour;
uniform vec4 u_tint;
uniform float u_half;  // 0: as the vertices say
uniform vec2 u_dash;  // length drawn, period; period 0: solid
out vec4 o_colour;
void main()
{
    float half_width = u_half > 0.0 ? u_half : v_measure.z;
    float cover = clamp(half_width + 0.5 - abs(v_measure.x), 0.0, 1.0);
    if (u_dash.y > 0.0) {
        float d = mod(v_measure.y, u_dash.y);
        cover *= clamp(min(d, u_dash.x - d) + 0.5, 0.0, 1.0);
    }
    o_colour = v_colour * u_tint * cover;
}
