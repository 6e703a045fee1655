#version 330 core
// Land in fixed point: the camera is subtracted as integers, so the difference is exact at every scale.
layout(location = 0) in ivec2 a_place;
uniform ivec2 u_centre;
uniform vec2 u_scale;  // clip units per step
void main()
{
    gl_Position = vec4(vec2(a_place - u_centre) * u_scale, 0.0, 1.0);
}
