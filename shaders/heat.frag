#version 330 core
// Into a texture that keeps the greatest value: red density, green cover. So bends and crossings do not add up.
in vec2 v_value;
out vec4 o_value;
void main()
{
    float d = v_value.x * v_value.x;
    float fade = exp(-3.2 * d) - 0.0408 * d;  // 1 in the middle, 0 at the edge
    float rise = smoothstep(0.0, 0.18, v_value.y);
    o_value = vec4(v_value.y * mix(fade, 1.0, 0.25), rise * fade, 0.0, 1.0);
}
