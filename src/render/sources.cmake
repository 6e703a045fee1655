set(SOURCES
    map_renderer.cpp)
