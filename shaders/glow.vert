#version 330 core
// A rectangle of the screen, corners by index.
uniform vec4 u_part;  // clip space: left, bottom, right, top
out vec2 v_texture;
void main()
{
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    vec2 p = mix(u_part.xy, u_part.zw, corner);
    v_texture = p * 0.5 + 0.5;
    gl_Position = vec4(p, 0.0, 1.0);
}
