set(SOURCES
    special.cpp
    random.cpp
    permutation.cpp
    neighbours.cpp
    local_stats.cpp
    global_stats.cpp
    line_density.cpp)
