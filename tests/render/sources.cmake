set(SOURCES
    test_line_set.cpp
    test_map_renderer.cpp
    test_raster.cpp
    test_shaders.cpp
    test_trapezoids.cpp)
set(LABELS unit gl)
