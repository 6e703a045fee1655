set(SOURCES
    test_line_density.cpp)
set(LABELS unit shared)
