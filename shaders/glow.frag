#version 330 core
in vec2 v_texture;
uniform sampler2D u_values;
uniform sampler2D u_ramp;  // 256 x 1
uniform float u_dim;
out vec4 o_colour;
void main()
{
    vec2 v = texture(u_values, v_texture).rg;
    if (v.g <= 0.004) discard;
    vec3 c = texture(u_ramp, vec2(v.r, 0.5)).rgb;
    o_colour = vec4(c * u_dim, 1.0) * min(v.g * 1.15, 1.0);
}
