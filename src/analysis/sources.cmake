set(SOURCES
    line_density.cpp)
