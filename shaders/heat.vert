#version 330 core
layout(location = 0) in vec2 a_pixel;
layout(location = 1) in vec2 a_value;  // across -1..1, density 0..1
uniform vec2 u_shift;
uniform vec2 u_size;
out vec2 v_value;
void main()
{
    v_value = a_value;
    vec2 p = (a_pixel + u_shift) / u_size * 2.0 - 1.0;
    gl_Position = vec4(p.x, -p.y, 0.0, 1.0);
}
