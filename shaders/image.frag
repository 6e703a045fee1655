#version 330 core
in vec2 v_texture;
in vec4 v_colour;
uniform sampler2D u_image;
out vec4 o_colour;
void main()
{
    o_colour = texture(u_image, v_texture) * v_colour;
}
