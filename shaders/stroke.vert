#version 330 core
layout(location = 0) in vec2 a_pixel;
layout(location = 1) in vec3 a_measure;  // across, along, half the width
layout(location = 2) in vec4 a_colour;
uniform vec2 u_shift;
uniform vec2 u_size;
uniform float u_grow;  // places what was made for a nearby zoom
out vec3 v_measure;
out vec4 v_colour;
void main()
{
    v_measure = a_measure;
    v_colour = a_colour;
    vec2 p = (a_pixel * u_grow + u_shift) / u_size * 2.0 - 1.0;
    gl_Position = vec4(p.x, -p.y, 0.0, 1.0);
}
