#version 330 core
layout(location = 0) in vec2 a_pixel;
layout(location = 1) in uint a_cell;  // column of the atlas
uniform vec2 u_shift;
uniform vec2 u_size;
uniform float u_grow;  // places what was made for a nearby zoom
uniform float u_side;   // pixels
uniform float u_cells;  // columns of the atlas
flat out float v_left;
void main()
{
    v_left = float(a_cell) / u_cells;
    // On whole pixels, so that the symbol is as sharp as it was drawn.
    vec2 middle = floor(a_pixel * u_grow + u_shift) + fract(u_side * 0.5);
    vec2 p = middle / u_size * 2.0 - 1.0;
    gl_Position = vec4(p.x, -p.y, 0.0, 1.0);
    gl_PointSize = u_side;
}
